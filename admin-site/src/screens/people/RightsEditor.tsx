import type { Right } from "@parlor/protocol";
import { Checkbox } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { ErrorText } from "../../shared/Field.tsx";
import { may, useMe } from "../../shared/me.tsx";
import type { MenuRights, RoleFacts } from "./roles-query.ts";

export interface SingleRights {
  rights_added: Right[];
  rights_removed: Right[];
}

interface Props {
  role: RoleFacts;
  menus: readonly MenuRights[];
  /** The names of the departments that the role is limited to; undefined: everywhere. */
  within: string | undefined;
  value: SingleRights;
  onChange: (value: SingleRights) => void;
  error: string | undefined;
}

/** What the role brings, with single rights given or taken away; each says where it comes from, and where it counts. */
export function RightsEditor({ role, menus, within, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const added = value.rights_added.filter((right) => !role.rights.includes(right)).length;
  const removed = value.rights_removed.filter((right) => role.rights.includes(right)).length;
  return (
    <fieldset className="rights" aria-labelledby={id} data-testid="rights">
      <legend id={id}>{t("rights.title")}</legend>
      <p className="t3 f12">{t("rights.text")}</p>
      <p className="f12 rights-sum" data-testid="rights-sum">
        {t("rights.byRole", { role: role.name })}
        {added > 0 && <span className="tag accent">{t("rights.addedCount", { count: added })}</span>}
        {removed > 0 && <span className="tag wait">{t("rights.removedCount", { count: removed })}</span>}
      </p>
      {within && <p className="banner rights-within">{t("rights.within", { departments: within })}</p>}
      <ErrorText text={error} />
      {menus.map(({ menu, rights }) => (
        <div key={menu} className="rights-group">
          <h3>{t(`rights.group.${menu}`)}</h3>
          {rights.map(({ right, bounded }) => (
            <Row key={right} right={right} role={role} within={bounded ? within : undefined} value={value} onChange={onChange} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

function Row({ right, role, within, value, onChange }: Omit<Props, "error" | "menus"> & { right: Right }) {
  const { t } = useTranslation();
  const me = useMe();
  const byRole = role.rights.includes(right);
  const added = !byRole && value.rights_added.includes(right);
  const removed = byRole && value.rights_removed.includes(right);
  const has = byRole ? !removed : added;
  const source = added ? "added" : removed ? "removed" : byRole ? "role" : "none";
  const toggle = (on: boolean) =>
    onChange({
      rights_added: [...value.rights_added.filter((each) => each !== right), ...(on && !byRole ? [right] : [])],
      rights_removed: [...value.rights_removed.filter((each) => each !== right), ...(!on && byRole ? [right] : [])],
    });
  return (
    <div className="rights-row" data-testid={`right-${right}`} data-source={source}>
      <Checkbox checked={has} disabled={!has && !may(me, right)} onChange={(event) => toggle(event.target.checked)}>
        {t(`rights.name.${right}`)}
        <span className="t3 f12 rights-hint">{t(`rights.hint.${right}`)}</span>
      </Checkbox>
      <span className="rights-from">
        {source !== "none" && (
          <span className={`tag ${added ? "accent" : removed ? "wait" : ""}`}>
            {source === "role" ? t("rights.byRole", { role: role.name }) : t(`rights.${source}`)}
          </span>
        )}
        {has && within && <span className="t3 f12 cut">{t("rights.only", { departments: within })}</span>}
      </span>
    </div>
  );
}
