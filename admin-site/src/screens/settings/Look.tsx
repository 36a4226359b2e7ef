import type { Language, PersonalSettings } from "@parlor/protocol";
import { Input, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import type { ThemeChoice } from "../../shared/theme.ts";

type Looks = Pick<PersonalSettings, "language" | "theme" | "twelve_hours" | "signature">;

interface Props {
  value: Looks;
  set: <Name extends keyof Looks>(name: Name, value: PersonalSettings[Name]) => void;
}

const NONE = "";

/** How the product looks to the person, wherever they sign in; and what stands below their mails. */
export function Look({ value, set }: Props) {
  const { t } = useTranslation();
  const asThere = { value: NONE, label: t("personal.asThere") };
  return (
    <section className="card settings-card">
      <h2>{t("personal.look")}</h2>
      <p className="t3 f12 form-lead">{t("personal.lookText")}</p>
      <div className="fields">
        <Field path="language" label={t("personal.language")}>
          {(control) => (
            <Select
              {...control}
              value={value.language ?? NONE}
              options={[asThere, { value: "zh-CN", label: "简体中文" }, { value: "en", label: "English" }]}
              onChange={(language) => set("language", language === NONE ? null : (language as Language))}
              data-testid="personal-language"
            />
          )}
        </Field>
        <Field path="theme" label={t("personal.theme")}>
          {(control) => (
            <Select
              {...control}
              value={value.theme ?? NONE}
              options={[asThere, ...(["system", "light", "dark"] as const).map((each) => ({ value: each, label: t(`theme.${each}`) }))]}
              onChange={(theme) => set("theme", theme === NONE ? null : (theme as ThemeChoice))}
              data-testid="personal-theme"
            />
          )}
        </Field>
        <Field path="twelve_hours" label={t("personal.clock")}>
          {(control) => (
            <Segmented
              id={control.id}
              block
              value={value.twelve_hours ? 12 : 24}
              options={[
                { value: 24, label: t("personal.clock24") },
                { value: 12, label: t("personal.clock12") },
              ]}
              onChange={(hours) => set("twelve_hours", hours === 12)}
            />
          )}
        </Field>
        <Field path="signature" label={t("personal.signature")} hint={t("personal.signatureHint")} className="wide">
          {(control) => (
            <Input.TextArea
              {...control}
              rows={2}
              maxLength={300}
              value={value.signature ?? ""}
              onChange={(event) => set("signature", event.target.value)}
              data-testid="personal-signature"
            />
          )}
        </Field>
      </div>
    </section>
  );
}
