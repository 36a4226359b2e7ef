import type { VisitorLanguage } from "@parlor/protocol";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useEditor } from "./editor-context.ts";
import { LANGUAGE_NAMES, LANGUAGE_SIGNS, LANGUAGES } from "./languages.ts";

/** The head of a section whose texts are by language. What is chosen holds for the whole editor and the preview. */
export function LanguageSwitch({ title }: { title: string }) {
  const { t } = useTranslation();
  const { language, setLanguage } = useEditor();
  return (
    <div className="row style-section-head">
      <h2 className="grow">{title}</h2>
      <Segmented<VisitorLanguage>
        size="small"
        aria-label={t("styles.textLanguage")}
        value={language}
        onChange={setLanguage}
        options={LANGUAGES.map((value) => ({
          value,
          label: <span data-testid={`language-${value}`}>{value === language ? LANGUAGE_NAMES[value] : LANGUAGE_SIGNS[value]}</span>,
          title: LANGUAGE_NAMES[value],
        }))}
      />
    </div>
  );
}
