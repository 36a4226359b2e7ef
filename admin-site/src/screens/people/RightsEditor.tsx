import type { Right, StaffRole } from "@parlor/protocol";
import { Checkbox } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { ErrorText } from "../../shared/Field.tsx";
import { may, roleName, useMe } from "../../shared/me.tsx";

export interface SingleRights {
  rights_added: Right[];
  rights_removed: Right[];
}

const GROUPS = {
  talk: ["receive", "invite", "transfer", "block"],
  supervise: ["see_all", "see_monitor", "watch", "whisper", "join", "take_over", "end_others", "sign_out_others", "be_invisible"],
  records: [
    "read_records",
    "export_records",
    "wrap_up_others",
    "read_left_messages",
    "answer_left_messages",
    "read_internal",
    "keep_customers",
  ],
  reports: ["read_reports", "read_work", "export_reports"],
  content: ["publish_notices", "keep_black_list", "keep_library"],
  people: ["keep_people", "delete_agents", "keep_departments", "keep_roles"],
  settings: ["keep_company", "keep_settings", "keep_routing", "keep_styles", "keep_integration", "read_audit"],
} satisfies Record<string, readonly Right[]>;
const ROLES: readonly StaffRole[] = ["agent", "supervisor", "admin"];

interface Props {
  role: string;
  roleRights: Record<string, Right[]>;
  value: SingleRights;
  onChange: (value: SingleRights) => void;
  error: string | undefined;
}

/** What the role brings, with single rights given or taken away; each says where it comes from. */
export function RightsEditor({ role, roleRights, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className="rights" aria-labelledby={id} data-testid="rights">
      <legend id={id}>{t("rights.title")}</legend>
      <p className="t3 f12">{t("rights.text")}</p>
      <ErrorText text={error} />
      {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
        <div key={group} className="rights-group">
          <h3>{t(`rights.group.${group}`)}</h3>
          {GROUPS[group].map((right) => (
            <Row key={right} right={right} role={role} roleRights={roleRights} value={value} onChange={onChange} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

function Row({ right, role, roleRights, value, onChange }: Omit<Props, "error"> & { right: Right }) {
  const { t } = useTranslation();
  const me = useMe();
  const byRole = roleRights[role]?.includes(right) ?? false;
  const added = !byRole && value.rights_added.includes(right);
  const removed = byRole && value.rights_removed.includes(right);
  const has = byRole ? !removed : added;
  const source = added ? "added" : removed ? "removed" : byRole ? "role" : "none";
  const toggle = (on: boolean) =>
    onChange({
      rights_added: [...value.rights_added.filter((each) => each !== right), ...(on && !byRole ? [right] : [])],
      rights_removed: [...value.rights_removed.filter((each) => each !== right), ...(!on && byRole ? [right] : [])],
    });
  const roles = ROLES.filter((each) => roleRights[each]?.includes(right)).map((each) => t(`role.${each}`));
  return (
    <div className="rights-row" data-testid={`right-${right}`} data-source={source}>
      <Checkbox checked={has} disabled={!has && !may(me, right)} onChange={(event) => toggle(event.target.checked)}>
        {t(`rights.name.${right}`)}
        <span className="t3 f12 rights-hint">
          {t(`rights.hint.${right}`)} · {t("rights.roles", { roles: roles.join(t("common.comma")) })}
        </span>
      </Checkbox>
      {source !== "none" && (
        <span className={`tag ${added ? "accent" : removed ? "wait" : ""}`}>
          {source === "role" ? t("rights.byRole", { role: roleName(t, { role }) }) : t(`rights.${source}`)}
        </span>
      )}
    </div>
  );
}
