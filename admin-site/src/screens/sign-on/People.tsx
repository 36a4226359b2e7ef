import type { Department, SignOnSettings } from "@parlor/protocol";
import { Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { inTree, pathName } from "../../shared/department-tree.ts";
import { ErrorText, Field, useFieldError } from "../../shared/Field.tsx";
import { SwitchRow } from "../settings/Rules.tsx";
import type { Form } from "./Provider.tsx";

/** Who may come in by it, and whether there is another way. */
export function People({ draft, settings, departments }: { draft: Form; settings: SignOnSettings; departments: readonly Department[] }) {
  const { t } = useTranslation();
  const { value } = draft;
  const required = useFieldError("required");
  return (
    <section className="card settings-card sign-on-card">
      <h2>{t("sso.people")}</h2>
      <Radio.Group
        className="radio-list"
        value={value.joining}
        onChange={(event) => draft.set("joining", event.target.value)}
        aria-label={t("sso.people")}
        options={(["invited", "anybody"] as const).map((joining) => ({
          value: joining,
          label: (
            <span data-testid={`sso-${joining}`}>
              {t(`sso.joining.${joining}`)}
              <span className="t3 f12 sign-on-hint">{t(`sso.joiningText.${joining}`)}</span>
            </span>
          ),
        }))}
      />
      {value.joining === "anybody" && (
        <div className="fields">
          <Field path="role" label={t("sso.role")}>
            {(control) => (
              <Select
                {...control}
                value={value.role}
                options={(["agent", "supervisor"] as const).map((role) => ({ value: role, label: t(`role.${role}`) }))}
                onChange={(role) => draft.set("role", role)}
              />
            )}
          </Field>
          <Field path="department_ids" label={t("sso.departments")} required>
            {(control) => (
              <Select
                {...control}
                mode="multiple"
                value={value.department_ids}
                options={inTree(departments).map(({ department }) => ({
                  value: department.department_id,
                  label: pathName(departments, department),
                }))}
                optionFilterProp="label"
                onChange={(ids) => draft.set("department_ids", ids)}
                data-testid="sso-departments"
              />
            )}
          </Field>
        </div>
      )}
      <div className="sign-on-required">
        <SwitchRow
          label={t("sso.required")}
          hint={t("sso.requiredText")}
          checked={value.required}
          onChange={(on) => draft.set("required", on)}
          testId="sso-required"
        />
        <ErrorText text={required} />
      </div>
      {settings.set_up && <p className="t3 f12">{t("sso.came_in", { count: settings.people })}</p>}
    </section>
  );
}
