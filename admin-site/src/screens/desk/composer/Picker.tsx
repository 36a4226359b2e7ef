import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fileSign, fileSize } from "../../../shared/file-size.ts";
import { SkeletonRows } from "../../../shared/States.tsx";
import { hitParts } from "../log/items.ts";
import { type Choice, type Filter, type Library, TABS, type Tab, type Whose } from "./useLibrary.ts";

const WHOSE: readonly Whose[] = ["all", "company", "personal"];

interface Props {
  listId: string;
  filter: Filter;
  library: Library;
  current: number;
  onFilter: (change: Partial<Filter>) => void;
  onTake: (choice: Choice) => void;
  preview: (text: string) => string;
}

/** What is at hand while one writes: canned phrases, links to show, files to send. The field keeps the focus and the keys. */
export function Picker({ listId, filter, library, current, onFilter, onTake, preview }: Props) {
  const { t } = useTranslation();
  const { tab, query, whose, folder } = filter;
  const { choices, folders, asked } = library;
  return (
    <div className="phrases" data-testid="picker">
      <div className="phrases-head">
        <div className="picker-tabs" role="tablist">
          {TABS.map((each) => (
            <Pick key={each} role="tab" on={tab === each} run={() => onFilter({ tab: each, folder: undefined })} testId={`picker-${each}`}>
              {t(`picker.${each}`)}
            </Pick>
          ))}
        </div>
        <span className="t3 grow f12 cut" role="status">
          {query ? t("composer.cannedFound", { query, count: choices.length }) : t("composer.cannedCount", { count: choices.length })}
        </span>
        {tab !== "files" && (
          <div className="segments">
            {WHOSE.map((each) => (
              <Pick key={each} on={whose === each} run={() => onFilter({ whose: each })} testId={`picker-${each}`}>
                {t(`picker.${each}`)}
              </Pick>
            ))}
          </div>
        )}
      </div>
      {query === "" && folders.length > 0 && (
        <div className="picker-folders">
          {[undefined, ...folders].map((each) => (
            <Pick key={each ?? ""} on={folder === each} run={() => onFilter({ folder: each })} testId="picker-folder">
              {each ?? t("picker.allFolders")}
            </Pick>
          ))}
        </div>
      )}
      <div id={listId} role="listbox" aria-label={t(`picker.${tab}`)} className="phrases-list">
        {asked.isPending && <SkeletonRows rows={3} height={52} columns={2} />}
        {choices.map((choice, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys
          <div
            key={choice.id}
            id={`${listId}-${choice.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            ref={i === current ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(choice)}
            data-testid={choice.kind === "phrases" ? "phrase" : choice.kind === "links" ? "saved-link" : "shared-file"}
          >
            <Row choice={choice} query={query} preview={preview} />
          </div>
        ))}
        {asked.isError && (
          <p className="phrases-none">
            {t("picker.failed")}{" "}
            <button type="button" className="link-button" onClick={() => void asked.refetch()}>
              {t("common.retry")}
            </button>
          </p>
        )}
        {asked.isSuccess && choices.length === 0 && <p className="phrases-none">{t(query ? "picker.noMatch" : `picker.none.${tab}`)}</p>}
      </div>
      <Foot tab={tab} />
    </div>
  );
}

function Pick({ on, run, role, testId, children }: { on: boolean; run: () => void; role?: "tab"; testId: string; children: ReactNode }) {
  return (
    <button
      type="button"
      role={role}
      {...(role === "tab" ? { "aria-selected": on } : { "aria-pressed": on })}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
      data-testid={testId}
    >
      {children}
    </button>
  );
}

function Row({ choice, query, preview }: { choice: Choice; query: string; preview: (text: string) => string }) {
  const { t } = useTranslation();
  switch (choice.kind) {
    case "phrases": {
      const { phrase } = choice;
      return (
        <>
          <code className="cut">
            {phrase.shortcut && "/"}
            <Marked text={phrase.shortcut} words={query} />
          </code>
          <Two title={phrase.title} text={preview(phrase.text)} words={query} />
          {phrase.scope === "personal" && <span className="tag system">{t("picker.personal")}</span>}
          {phrase.folder && <span className="tag">{phrase.folder}</span>}
        </>
      );
    }
    case "links":
      return (
        <>
          <Two title={choice.link.title} text={choice.link.url} words={query} />
          {choice.link.scope === "personal" && <span className="tag system">{t("picker.favourite")}</span>}
          {choice.link.folder && <span className="tag">{choice.link.folder}</span>}
        </>
      );
    case "files": {
      const { file } = choice;
      return (
        <>
          <span className="file-sign">{fileSign(file.name, file.type)}</span>
          <Two title={file.title} text={`${file.name} · ${fileSize(file.size)}`} words={query} />
          {file.folder && <span className="tag">{file.folder}</span>}
        </>
      );
    }
  }
}

function Two({ title, text, words }: { title: string; text: string; words: string }) {
  return (
    <div className="grow">
      <div className="cut medium">
        <Marked text={title} words={words} />
      </div>
      <div className="cut f12 t2">
        <Marked text={text} words={words} />
      </div>
    </div>
  );
}

function Marked({ text, words }: { text: string; words: string }) {
  return hitParts(text, words).map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
    i % 2 === 1 ? <mark key={i}>{part}</mark> : part,
  );
}

function Foot({ tab }: { tab: Tab }) {
  const { t } = useTranslation();
  return (
    <div className="phrases-foot wide-only">
      <span>
        <kbd>↑</kbd>
        <kbd>↓</kbd> {t("composer.choose")}
      </span>
      <span>
        <kbd>Enter</kbd> {t(tab === "phrases" ? "composer.insert" : "picker.add")}
      </span>
      <span>
        <kbd>Tab</kbd> {t("picker.next")}
      </span>
      <i className="grow" />
      <span>
        <kbd>Esc</kbd> {t("common.close")}
      </span>
    </div>
  );
}
