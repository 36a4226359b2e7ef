import type { Department, FormField, Option } from "@parlor/protocol";
import { Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { newKey } from "./checks.ts";
import { Cell } from "./Topics.tsx";

type Kind = FormField["kind"];
const KINDS: readonly Kind[] = ["name", "phone", "email", "company", "text", "long_text", "choice"];
export const FIELDS_MAX = 12;
const OPTIONS_MAX = 30;

interface Props {
  fields: readonly FormField[];
  onChange: (fields: FormField[]) => void;
  path: string;
  /** With them a choice can lead to a department. */
  departments?: readonly Department[];
}

/** The fields of a form that visitors fill in. */
export function FieldsEditor({ fields, onChange, path, departments }: Props) {
  const { t } = useTranslation();
  const keys = fields.map((field) => field.key);
  const setKind = (field: FormField, kind: Kind): FormField => {
    const untouched = field.label === "" || field.label === t(`forms.kind.${field.kind}`);
    const options = kind === "choice" && (field.options ?? []).length < 2 ? [{ value: "" }, { value: "" }] : (field.options ?? []);
    return {
      ...field,
      kind,
      key: newKey(
        keys.filter((key) => key !== field.key),
        kind,
      ),
      label: untouched && kind !== "choice" ? t(`forms.kind.${kind}`) : untouched ? "" : field.label,
      options: kind === "choice" ? options : [],
    };
  };
  return (
    <ListEditor<FormField>
      boxed
      items={fields}
      onChange={onChange}
      keyOf={(field) => field.key}
      nameOf={(field) => field.label || t("forms.field")}
      addLabel={t("forms.addField")}
      make={() => ({ key: newKey(keys, "text"), kind: "text", label: "", required: false, options: [] })}
      max={FIELDS_MAX}
      path={path}
      testId="fields"
    >
      {(field, change, i) => (
        <div className="fields-row">
          <Field label={t("forms.label")} path={`${path}[${i}].label`} required>
            {(control) => (
              <Input
                {...control}
                value={field.label}
                maxLength={60}
                onChange={(event) => change({ ...field, label: event.target.value })}
                data-testid="field-label"
              />
            )}
          </Field>
          <Field label={t("forms.kindLabel")} path={`${path}[${i}].kind`}>
            {(control) => (
              <Select<Kind>
                {...control}
                value={field.kind}
                onChange={(kind) => change(setKind(field, kind))}
                options={KINDS.map((kind) => ({ value: kind, label: t(`forms.kind.${kind}`) }))}
                data-testid="field-kind"
              />
            )}
          </Field>
          <Checkbox
            className="fields-required"
            checked={field.required === true}
            onChange={(event) => change({ ...field, required: event.target.checked })}
            data-testid="field-required"
          >
            {t("forms.required")}
          </Checkbox>
          {field.kind === "choice" && (
            <div className="wide fields-options">
              <span className="f13 t2">{t("forms.options")}</span>
              <OptionsEditor
                options={field.options ?? []}
                onChange={(options) => change({ ...field, options })}
                path={`${path}[${i}].options`}
                {...(departments ? { departments } : {})}
              />
            </div>
          )}
        </div>
      )}
    </ListEditor>
  );
}

const ANY = "";

interface OptionsProps {
  options: readonly Option[];
  onChange: (options: Option[]) => void;
  path: string;
  departments?: readonly Department[];
}

function OptionsEditor({ options, onChange, path, departments }: OptionsProps) {
  const { t } = useTranslation();
  const withDepartment = (option: Option, id: string): Option => (id === ANY ? { value: option.value } : { ...option, department_id: id });
  return (
    <ListEditor<Option>
      items={options}
      onChange={onChange}
      keyOf={(_, i) => String(i)}
      nameOf={(option) => option.value || t("forms.option")}
      addLabel={t("forms.addOption")}
      make={() => ({ value: "" })}
      max={OPTIONS_MAX}
      path={path}
      testId="options"
    >
      {(option, change, i) => (
        <div className={departments ? "option-row" : undefined}>
          <Cell path={`${path}[${i}].value`}>
            {(status) => (
              <Input
                value={option.value}
                maxLength={60}
                status={status}
                aria-label={t("forms.option")}
                placeholder={t("forms.option")}
                onChange={(event) => change({ ...option, value: event.target.value })}
                data-testid="option-value"
              />
            )}
          </Cell>
          {departments && (
            <Cell path={`${path}[${i}].department_id`}>
              {(status) => (
                <Select
                  value={option.department_id ?? ANY}
                  status={status}
                  aria-label={t("forms.leadsTo")}
                  onChange={(id: string) => change(withDepartment(option, id))}
                  options={[
                    { value: ANY, label: t("forms.anyDepartment") },
                    ...departments.map((each) => ({ value: each.department_id, label: t("forms.to", { department: each.name }) })),
                  ]}
                  data-testid="option-department"
                />
              )}
            </Cell>
          )}
        </div>
      )}
    </ListEditor>
  );
}
