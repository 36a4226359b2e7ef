import type { StyleTexts } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "../../../shared/Field.tsx";
import { useEditor } from "../editor-context.ts";
import { LanguageSwitch } from "../LanguageSwitch.tsx";
import { panelWordsQuery } from "../words.ts";

type Name = keyof StyleTexts;

/** Longest texts, in characters. */
const MAX: Record<Name, number> = { title: 40, launcher: 20, welcome: 500, warning: 200, offline: 500 };
const SHORT: readonly Name[] = ["launcher", "title"];

/** Texts of the style in the language that is edited; an empty one leaves the product's own. */
export function OwnTexts({ names }: { names: readonly Name[] }) {
  const { t } = useTranslation();
  const { parts, change, language } = useEditor();
  const defaults = useQuery(panelWordsQuery(language)).data?.defaults;
  const own = parts.texts?.[language] ?? {};
  const set = (name: Name, text: string) => change({ texts: { ...parts.texts, [language]: { ...own, [name]: text } } });
  return (
    <section className="style-section">
      <LanguageSwitch title={t("styles.texts")} />
      <div className="form-grid">
        {names.map((name) => (
          <Field
            key={name}
            label={t(`styles.text.${name}`)}
            path={`content.texts.${language}.${name}`}
            className={SHORT.includes(name) ? "" : "wide"}
          >
            {(control) =>
              SHORT.includes(name) ? (
                <Input
                  {...control}
                  value={own[name] ?? ""}
                  maxLength={MAX[name]}
                  showCount
                  placeholder={defaults?.[name]}
                  onChange={(event) => set(name, event.target.value)}
                  data-testid={`style-${name}-${language}`}
                />
              ) : (
                <Input.TextArea
                  {...control}
                  value={own[name] ?? ""}
                  maxLength={MAX[name]}
                  autoSize={{ minRows: 1, maxRows: 4 }}
                  placeholder={defaults?.[name]}
                  onChange={(event) => set(name, event.target.value)}
                  data-testid={`style-${name}-${language}`}
                />
              )
            }
          </Field>
        ))}
      </div>
    </section>
  );
}
