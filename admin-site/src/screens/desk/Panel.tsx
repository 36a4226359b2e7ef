import type { ConversationView } from "@parlor/protocol";
import { X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Track } from "../../shared/Track.tsx";

/** What is known of the visitor. Beside the conversation, or over it where there is no room. */
export function Panel({ view, open, onClose }: { view: ConversationView; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    if (!open) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [open, onClose]);
  return (
    <aside className="panel" data-open={open || undefined} aria-label={t("desk.panel")}>
      <header>
        <h2>{t("desk.track")}</h2>
        <button type="button" className="icon-button panel-toggle" aria-label={t("common.close")} onClick={onClose}>
          <X size={18} />
        </button>
      </header>
      <div className="panel-scroll">
        <Track visitorId={view.visitor_id} />
        {view.visitor_email && (
          <section className="panel-section">
            <dl className="key-values">
              <dt>{t("visitor.email")}</dt>
              <dd className="cut">
                <a href={`mailto:${encodeURIComponent(view.visitor_email)}`}>{view.visitor_email}</a>
              </dd>
            </dl>
          </section>
        )}
      </div>
    </aside>
  );
}
