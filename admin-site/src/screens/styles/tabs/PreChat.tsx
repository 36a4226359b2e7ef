import { useQuery } from "@tanstack/react-query";
import { Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../../api/session.ts";
import { Field } from "../../../shared/Field.tsx";
import { serviceQuery } from "../../../shared/service.ts";
import { FieldsEditor } from "../../settings/FieldsEditor.tsx";
import { SwitchRow } from "../../settings/Rules.tsx";
import { useEditor } from "../editor-context.ts";

const INTRO_MAX = 300;

/** 对话前表单: the company's, or one of this style's own. */
export function PreChatTab() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  const service = useQuery(serviceQuery);
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const own = parts.pre_chat;
  const theirs = service.data?.pre_chat;
  const choose = (which: "company" | "own") =>
    change({ pre_chat: which === "own" ? (theirs ?? { enabled: true, fields: [] }) : undefined });
  return (
    <section className="style-section">
      <h2>{t("forms.preChat")}</h2>
      <Segmented
        block
        value={own ? "own" : "company"}
        onChange={choose}
        options={(["company", "own"] as const).map((value) => ({ value, label: t(`styles.form.${value}`) }))}
        data-testid="style-form"
      />
      {own ? (
        <>
          <SwitchRow
            label={t("forms.enabled")}
            hint={t("forms.enabledHint")}
            checked={own.enabled === true}
            onChange={(enabled) => change({ pre_chat: { ...own, enabled } })}
            testId="style-form-enabled"
          />
          <Field label={t("forms.intro")} path="content.pre_chat.intro" hint={t("forms.introHint")}>
            {(control) => (
              <Input.TextArea
                {...control}
                value={own.intro ?? ""}
                maxLength={INTRO_MAX}
                autoSize={{ minRows: 1, maxRows: 4 }}
                onChange={(event) => change({ pre_chat: { ...own, intro: event.target.value } })}
              />
            )}
          </Field>
          <h3>{t("forms.fields")}</h3>
          <FieldsEditor
            fields={own.fields ?? []}
            onChange={(fields) => change({ pre_chat: { ...own, fields } })}
            path="content.pre_chat.fields"
            departments={departments.data?.departments ?? []}
          />
        </>
      ) : (
        <p className="t2">
          {t(theirs?.enabled ? "styles.form.companyOn" : "styles.form.companyOff", { count: theirs?.fields?.length ?? 0 })}{" "}
          <Link to="/manage/forms">{t("styles.form.edit")}</Link>
        </p>
      )}
    </section>
  );
}
