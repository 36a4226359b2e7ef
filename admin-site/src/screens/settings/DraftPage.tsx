import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors } from "../../shared/Field.tsx";
import { FormProblem } from "../../shared/form.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import type { Draft } from "../../shared/useDraft.ts";
import "../../shared/side-drawer.css";
import "./settings.css";
import "./editors.css";

interface Props<Doc, Key extends keyof Doc> {
  title: string;
  draft: Draft<Doc, Key>;
  /** Only administrators change it; the others look. */
  readOnly?: boolean;
  children: ReactNode;
}

/** A settings screen over parts of a document: saving on its head, and what stands in the way of it over the form. */
export function DraftPage<Doc, Key extends keyof Doc>({ title, draft, readOnly, children }: Props<Doc, Key>) {
  const { t } = useTranslation();
  useTitle(title);
  const say = (saved: boolean) => {
    if (saved) toast({ tone: "good", text: t("common.saved") });
  };
  return (
    <main className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {draft.dirty && <span className="tag wait wide-only">{t("settings.unsaved")}</span>}
        <span className="grow" />
        {!readOnly && (
          <>
            <Button disabled={!draft.dirty || draft.saving} onClick={draft.discard} data-testid="settings-discard">
              {t("common.discard")}
            </Button>
            <Button
              type="primary"
              disabled={!draft.dirty}
              loading={draft.saving}
              onClick={() => void draft.save().then(say)}
              data-testid="settings-save"
            >
              {t("common.save")}
            </Button>
          </>
        )}
      </header>
      {draft.conflicts.length > 0 && (
        <div className="banner settings-banner" role="alert" data-testid="settings-conflict">
          <TriangleAlert size={16} aria-hidden />
          <span className="grow">{t("settings.conflict")}</span>
          <Button size="small" onClick={draft.takeTheirs} data-testid="settings-take-theirs">
            {t("common.takeTheirs")}
          </Button>
          <Button size="small" onClick={() => void draft.keepMine().then(say)} data-testid="settings-keep-mine">
            {t("common.keepMine")}
          </Button>
        </div>
      )}
      {(draft.problem !== undefined || draft.errors.length > 0) && (
        <div className="settings-banner-space">
          {draft.problem === undefined ? (
            <div className="banner bad" role="alert" data-testid="settings-errors">
              <TriangleAlert size={16} aria-hidden />
              <span>{t("settings.errors", { count: draft.errors.length })}</span>
            </div>
          ) : (
            <FormProblem problem={draft.problem} />
          )}
        </div>
      )}
      <div className="settings-scroll">
        <FieldErrors errors={draft.errors}>{children}</FieldErrors>
      </div>
      {draft.dirty && <Unsaved />}
    </main>
  );
}

interface WaitingProps {
  title: string;
  query: { isPending: boolean; error: unknown; refetch: () => unknown };
}

/** The same screen while its document is on the way, or did not come. */
export function DraftPageWaiting({ title, query }: WaitingProps) {
  const { t } = useTranslation();
  useTitle(title);
  return (
    <main className="page">
      <header className="page-head">
        <h1>{title}</h1>
      </header>
      <div className="page-body">
        <div className="card settings-card">
          {query.isPending ? (
            <SkeletonRows rows={6} height={56} columns={2} />
          ) : (
            <Failed title={t("settings.notLoaded")} error={query.error} retry={() => void query.refetch()} />
          )}
        </div>
      </div>
    </main>
  );
}
