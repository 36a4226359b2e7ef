import { useQuery } from "@tanstack/react-query";
import { Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { Field } from "../../../shared/Field.tsx";
import { SwitchRow } from "../../settings/Rules.tsx";
import { useEditor } from "../editor-context.ts";

const ANY = "";

/** 显示规则: on which pages, when, for whom, and whether visitors are asked first. */
export function Display() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const { launcher = {}, consent = "none" } = parts;
  return (
    <>
      <section className="style-section">
        <h2>{t("styles.display.where")}</h2>
        {(["show_on", "hide_on"] as const).map((name) => (
          <Field key={name} label={t(`styles.display.${name}`)} hint={t(`styles.display.hint.${name}`)} path={`content.launcher.${name}`}>
            {(control) => (
              <Select
                {...control}
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={[" "]}
                value={launcher[name] ?? []}
                placeholder={t(`styles.display.example.${name}`)}
                onChange={(pages: string[]) => change({ launcher: { ...launcher, [name]: pages } })}
                data-testid={`launcher-${name}`}
              />
            )}
          </Field>
        ))}
        <SwitchRow
          label={t("styles.phonesHidden")}
          checked={launcher.phones === false}
          onChange={(hidden) => change({ launcher: { ...launcher, phones: !hidden } })}
          testId="display-phones"
        />
        <SwitchRow
          label={t("styles.display.whenOffline")}
          checked={launcher.when_offline !== false}
          onChange={(when_offline) => change({ launcher: { ...launcher, when_offline } })}
          testId="launcher-when_offline"
        />
      </section>
      <section className="style-section">
        <h2>{t("styles.display.who")}</h2>
        <Field label={t("styles.department")} hint={t("styles.departmentHint")} path="content.department_id">
          {({ id }) => (
            <Select
              id={id}
              value={parts.department_id ?? ANY}
              onChange={(department: string) => change({ department_id: department || undefined })}
              options={[
                { value: ANY, label: t("styles.anyDepartment") },
                ...(departments.data?.departments ?? []).map((each) => ({ value: each.department_id, label: each.name })),
              ]}
              data-testid="style-department"
            />
          )}
        </Field>
      </section>
      <section className="style-section">
        <h2>{t("styles.consent.title")}</h2>
        <Radio.Group className="radio-list" value={consent} onChange={(event) => change({ consent: event.target.value })}>
          {(["none", "ask"] as const).map((value) => (
            <Radio key={value} value={value} data-testid={`consent-${value}`}>
              {t(`styles.consent.${value}`)}
              <span className="t3 f12 radio-hint">{t(`styles.consent.${value}Text`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </section>
    </>
  );
}
