import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { ChevronRight, Search, Undo2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../../shared/Field.tsx";
import { useKnownText } from "../../../shared/known-text.ts";
import { Failed, SkeletonRows } from "../../../shared/States.tsx";
import { useEditor } from "../editor-context.ts";
import { LANGUAGE_NAMES, LANGUAGES, withText } from "../languages.ts";
import { matching, missingPlaces, panelWordsQuery, type Word } from "../words.ts";
import { OwnTexts } from "./OwnTexts.tsx";

const WORD_MAX = 500;
const NONE: readonly Word[] = [];
const NO_OWN: Readonly<Record<string, string>> = {};

/** 文字: in which language visitors are addressed, the style's own texts, and every other word of the window. */
export function Texts() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  return (
    <>
      <section className="style-section">
        <Field label={t("styles.language")} hint={t("styles.languageHint")} path="content.language">
          {({ id }) => (
            <Select
              id={id}
              value={parts.language ?? "auto"}
              onChange={(language) => change({ language })}
              options={[
                { value: "auto" as const, label: t("styles.auto") },
                ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
              ]}
              data-testid="style-language"
            />
          )}
        </Field>
      </section>
      <OwnTexts names={["launcher", "title", "welcome", "warning", "offline"]} />
      <AllWords />
    </>
  );
}

function AllWords() {
  const { t } = useTranslation();
  const nameOf = useKnownText();
  const { parts, language } = useEditor();
  const words = useQuery(panelWordsQuery(language));
  const [query, setQuery] = useState("");
  const own = parts.words?.[language] ?? NO_OWN;
  const found = useMemo(() => matching(words.data?.words ?? NONE, own, query), [words.data, own, query]);
  const groups = [...new Set(found.map((word) => word.group))];
  const changed = Object.keys(own).length;
  return (
    <section className="style-section">
      <div className="row style-section-head">
        <h2 className="grow">{t("styles.allWords")}</h2>
        {changed > 0 && <span className="tag accent">{t("styles.wordsChanged", { count: changed })}</span>}
      </div>
      <p className="t3 f12">{t("styles.allWordsText")}</p>
      <label className="field">
        <Search size={16} aria-hidden />
        <input
          type="search"
          aria-label={t("styles.findWords")}
          placeholder={t("styles.findWords")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          data-testid="words-search"
        />
      </label>
      {words.isPending && <SkeletonRows rows={5} columns={1} />}
      {words.isError && <Failed title={t("styles.wordsNotLoaded")} error={words.error} retry={() => void words.refetch()} />}
      {words.isSuccess && found.length === 0 && <p className="t3 style-nothing">{t("styles.noWords")}</p>}
      {groups.map((group) => {
        const inside = found.filter((word) => word.group === group);
        const owns = inside.filter((word) => own[word.key]).length;
        return (
          // Opens by itself while something is looked for.
          <details key={`${group} ${query !== ""}`} className="style-words" open={query.trim() !== "" || undefined}>
            <summary>
              <ChevronRight size={16} aria-hidden />
              <span className="grow">{nameOf([`styles.words.${group}`], group)}</span>
              {owns > 0 && <span className="tag accent">{owns}</span>}
              <span className="t3 f12 num">{inside.length}</span>
            </summary>
            {inside.map((word) => (
              <WordField key={word.key} word={word} own={own[word.key] ?? ""} />
            ))}
          </details>
        );
      })}
    </section>
  );
}

function WordField({ word, own }: { word: Word; own: string }) {
  const { t } = useTranslation();
  const { parts, change, language } = useEditor();
  const set = (text: string) => change({ words: { ...parts.words, [language]: withText(parts.words?.[language], word.key, text) } });
  const missing = own ? missingPlaces(word.text, own) : [];
  return (
    <Field
      label={word.text}
      path={`content.words.${language}.${word.key}`}
      hint={missing.length > 0 && <span className="is-wait">{t("styles.missingPlaces", { places: missing.join(t("common.comma")) })}</span>}
    >
      {(control) => (
        <div className="row">
          <Input.TextArea
            {...control}
            className="grow"
            value={own}
            maxLength={WORD_MAX}
            autoSize={{ minRows: 1, maxRows: 4 }}
            placeholder={word.text}
            onChange={(event) => set(event.target.value)}
            data-testid={`word-${word.key}`}
          />
          <button
            type="button"
            className="icon-button small"
            aria-label={t("styles.wordBack", { text: word.text })}
            disabled={!own}
            onClick={() => set("")}
          >
            <Undo2 size={16} />
          </button>
        </div>
      )}
    </Field>
  );
}
