import { fullTime } from "@parlor/design";
import type { AuditEntry } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { useMe } from "../../shared/me.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { changesOf } from "./changes.ts";
import { useAuditWords } from "./words.ts";

/** One entry, with what was before and after. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { action, kind, right, field, value } = useAuditWords();
  const changes = changesOf(entry.before, entry.after);
  return (
    <SideDrawer label={action(entry.action)} title={<h2>{action(entry.action)}</h2>} width={520} onClose={onClose} testId="audit-drawer">
      <div className="audit-entry">
        <dl className="audit-facts">
          <dt>{t("audit.at")}</dt>
          <dd>{fullTime(entry.at, me.time_zone)}</dd>
          <dt>{t("audit.who")}</dt>
          <dd>
            {entry.agent_name}
            {entry.address && <span className="t3"> · {entry.address}</span>}
          </dd>
          {entry.about_kind && (
            <>
              <dt>{t("audit.about")}</dt>
              <dd>
                {kind(entry.about_kind)}
                {entry.about_name && ` · ${entry.about_name}`}
              </dd>
            </>
          )}
          {entry.outcome === "refused" && (
            <>
              <dt>{t("audit.refused")}</dt>
              <dd className="is-bad">
                {entry.action === "sign_in" ? t("audit.wrongPassword") : t("audit.missing", { right: right(entry.right ?? "") })}
              </dd>
            </>
          )}
        </dl>
        {changes.length > 0 && (
          <table className="plain audit-changes">
            <thead>
              <tr>
                <th>{t("audit.what")}</th>
                <th>{t("audit.before")}</th>
                <th>{t("audit.after")}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.path} data-testid="audit-change" data-path={change.path}>
                  <td>{field(change.path)}</td>
                  <td className="t2">{value(change.before)}</td>
                  <td>{value(change.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {changes.length === 0 && entry.outcome !== "refused" && <p className="t3 f13">{t("audit.noChanges")}</p>}
      </div>
    </SideDrawer>
  );
}
