import { fullTime } from "@parlor/design";
import type { AuditEntry } from "@parlor/protocol";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../shared/me.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { changesOf } from "./changes.ts";
import { useAuditWords } from "./words.ts";

interface Props {
  entry: AuditEntry;
  /** Buttons beside the title. */
  acts: ReactNode;
  /** To everything that was done to the same thing. */
  onAll: () => void;
  onClose: () => void;
}

/** Where the things are that the log speaks of. */
function pathOf({ about_kind: kind, about_id: id }: AuditEntry): string | undefined {
  switch (kind) {
    case "conversation":
      return `/manage/records/${id}`;
    case "left_message":
      return `/manage/left-messages/${id}?view=all`;
    case "style":
      return `/manage/style/${id}`;
    case "agent":
      return "/manage/agents";
    case "department":
      return "/manage/departments";
    case "role":
      return "/manage/roles";
    case "block":
      return "/manage/blocks";
    case "service":
      return "/manage/rules";
    case "company":
      return "/manage/company";
    default:
      return undefined;
  }
}

/** One entry, with what was before and after. */
export function EntryDrawer({ entry, acts, onAll, onClose }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { action, kind, right, field, value } = useAuditWords();
  const path = pathOf(entry);
  const changes = changesOf(entry.before, entry.after);
  return (
    <SideDrawer
      label={action(entry.action)}
      title={<h2>{action(entry.action)}</h2>}
      width={520}
      acts={acts}
      onClose={onClose}
      testId="audit-drawer"
    >
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
                {entry.about_name && " · "}
                {path ? <Link to={path}>{entry.about_name || t("audit.open")}</Link> : entry.about_name}
                {entry.about_id && (
                  <button type="button" className="link-button f12 audit-all" onClick={onAll} data-testid="audit-all">
                    {t("audit.allOfThis")}
                  </button>
                )}
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
