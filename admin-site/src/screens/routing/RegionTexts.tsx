import type { VisitorLanguage } from "@parlor/protocol";
import { Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";

type Texts = Partial<Record<VisitorLanguage, string>>;

const NAMES: Record<VisitorLanguage, string> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English", ja: "日本語" };
const LANGUAGES = Object.keys(NAMES) as VisitorLanguage[];
const LENGTH = 500;

/** What visitors from regions that are not served read over the form for a message, by language. */
export function RegionTexts({ value, onChange }: { value: Texts; onChange: (texts: Texts) => void }) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<VisitorLanguage>(i18n.language === "en" ? "en" : "zh-CN");
  const put = (text: string) => {
    const { [language]: _, ...others } = value;
    onChange(text ? { ...others, [language]: text } : others);
  };
  return (
    <Field path="routing.service_areas.texts" label={t("routing.regionTexts.title")} hint={t("routing.regionTexts.hint")} className="wide">
      {({ id, ...described }) => (
        <div className="region-texts">
          <Segmented
            size="small"
            value={language}
            onChange={setLanguage}
            options={LANGUAGES.map((each) => ({ value: each, label: NAMES[each] }))}
            aria-label={t("routing.regionTexts.title")}
          />
          <Input.TextArea
            id={id}
            aria-describedby={described["aria-describedby"]}
            value={value[language] ?? ""}
            maxLength={LENGTH}
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t("routing.regionTexts.placeholder")}
            onChange={(event) => put(event.target.value)}
            data-testid="region-text"
          />
        </div>
      )}
    </Field>
  );
}
