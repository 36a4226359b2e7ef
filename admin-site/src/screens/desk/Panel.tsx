import type { ConversationView } from "@parlor/protocol";
import { X } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { inDialog } from "../../shared/SideDrawer.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { Track } from "../../shared/Track.tsx";
import { useVisitorCard } from "./panel/useCard.ts";

// An agent can work before these are there.
const CardTab = lazy(async () => ({ default: (await import("./panel/CardTab.tsx")).CardTab }));
const HistoryTab = lazy(async () => ({ default: (await import("./panel/HistoryTab.tsx")).HistoryTab }));
const RecordDrawer = lazy(() => import("../records/RecordDrawer.tsx"));
const TABS = ["track", "card", "history"] as const;
type Tab = (typeof TABS)[number];

/** What is known of the visitor. Beside the conversation, or over it where there is no room. */
export function Panel({ view, open, onClose }: { view: ConversationView; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>("track");
  const [reading, setReading] = useState<string>();
  const tabs = useRef<HTMLDivElement>(null);
  const card = useVisitorCard(view);
  const show = (each: Tab) => {
    setTab(each);
    // A colleague may have changed the card, and not everything that visitors say of themselves is in the conversation.
    if (each !== "track") void card.refetch();
  };
  const earlier = (card.data?.conversations ?? []).filter((each) => each.conversation_id !== view.conversation_id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another visitor's record is another one
  useEffect(() => setReading(undefined), [view.visitor_id]);
  useEffect(() => {
    if (!open || reading) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape" && !inDialog(event)) onClose();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [open, reading, onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? "track";
    show(next);
    tabs.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };

  return (
    <>
      <aside className="panel" data-open={open || undefined} aria-label={t("desk.panel")}>
        <header>
          <div className="panel-tabs" role="tablist" aria-label={t("desk.panel")} ref={tabs} onKeyDown={onKeyDown}>
            {TABS.map((each) => (
              <button
                key={each}
                type="button"
                role="tab"
                id={`panel-tab-${each}`}
                aria-selected={each === tab}
                aria-controls="panel-body"
                tabIndex={each === tab ? 0 : -1}
                onClick={() => show(each)}
                data-tab={each}
                data-testid={`panel-${each}`}
              >
                {t(`panel.${each}`)}
                {each === "history" && earlier.length > 0 && <span className="t3"> {earlier.length}</span>}
                {each === "card" && (card.data?.duplicates?.length ?? 0) > 0 && (
                  <i className="dot wait" title={t("card.duplicates", { count: card.data?.duplicates?.length ?? 0 })} />
                )}
              </button>
            ))}
          </div>
          <button type="button" className="icon-button panel-toggle" aria-label={t("common.close")} onClick={onClose}>
            <X size={18} />
          </button>
        </header>
        <div className="panel-scroll" role="tabpanel" id="panel-body" aria-labelledby={`panel-tab-${tab}`}>
          {tab === "track" && <Track visitorId={view.visitor_id} />}
          {tab !== "track" && card.isPending && <SkeletonRows rows={6} height={32} columns={2} />}
          {tab !== "track" && card.isError && !card.data && (
            <Failed title={t("card.notLoaded")} error={card.error} retry={() => void card.refetch()} />
          )}
          <Suspense fallback={<SkeletonRows rows={6} height={32} columns={2} />}>
            {tab === "card" && card.data && <CardTab key={view.visitor_id} card={card.data} refreshing={card.isFetching} />}
            {tab === "history" && card.data && <HistoryTab conversations={earlier} onOpen={setReading} />}
          </Suspense>
        </div>
      </aside>
      {reading && (
        <Suspense fallback={null}>
          <RecordDrawer key={reading} conversationId={reading} onClose={() => setReading(undefined)} />
        </Suspense>
      )}
    </>
  );
}
