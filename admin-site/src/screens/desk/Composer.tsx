import { type CannedPhrase, type ConversationView, TEXT_MAX } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { Smile, Zap } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { live } from "../../live/index.ts";
import { SkeletonRows } from "../../shared/States.tsx";
import { cannedQuery, findPhrases } from "./canned.ts";
import { keepDraft, useDraft } from "./drafts.ts";
import { EMOJI } from "./emoji.ts";
import "./composer/composer.css";

const HEIGHT_MIN = 56;
const HEIGHT_MAX = 176;
/** From here on the count of characters is shown. */
const COUNT_FROM = TEXT_MAX - 200;

/** Where the answer is written. What stands here is a draft until it is sent, also after a reload. */
export function Composer({ view, focused }: { view: ConversationView; focused: boolean }) {
  const { t } = useTranslation();
  const id = view.conversation_id;
  const text = useDraft(id);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState(text.length);
  /** Where the phrases were closed with Esc: they stay closed until another `/`. */
  const [dismissed, setDismissed] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const [emojiOpen, setEmojiOpen] = useState(false);

  const phrases = useQuery({
    queryKey: ["canned-phrases"],
    queryFn: ({ signal }) => call("list_canned_phrases", {}, signal),
    staleTime: 5 * 60_000,
  });
  const asked = cannedQuery(text, caret);
  const canned = asked && asked.from !== dismissed ? asked : undefined;
  const found = canned ? findPhrases(phrases.data?.phrases ?? [], canned.query) : [];
  const current = Math.min(chosen, Math.max(0, found.length - 1));

  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    element.style.height = `${Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, element.scrollHeight))}px`;
  }, [text]);

  const write = (next: string, at: number) => {
    keepDraft(id, next.slice(0, TEXT_MAX));
    setCaret(at);
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };
  const insert = (piece: string) => {
    const start = field.current?.selectionStart ?? text.length;
    const end = field.current?.selectionEnd ?? text.length;
    field.current?.focus();
    write(text.slice(0, start) + piece + text.slice(end), start + piece.length);
  };
  const take = (phrase: CannedPhrase | undefined) => {
    if (!phrase || !canned) return;
    field.current?.focus();
    write(text.slice(0, canned.from) + phrase.text + text.slice(caret), canned.from + phrase.text.length);
  };
  const send = () => {
    if (text.trim() === "") return;
    void live().say(id, text.trim());
    write("", 0);
    setDismissed(undefined);
    field.current?.focus();
  };

  const keyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (canned && event.key === "Escape") {
      event.stopPropagation();
      setDismissed(canned.from);
    } else if (canned && found.length > 0 && event.key === "ArrowDown") setChosen((current + 1) % found.length);
    else if (canned && found.length > 0 && event.key === "ArrowUp") setChosen((current - 1 + found.length) % found.length);
    else if (canned && found.length > 0 && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) take(found[current]);
    else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };

  return (
    <div className="composer">
      {canned && (
        <Phrases
          listId={listId}
          query={canned.query}
          found={found}
          current={current}
          loading={phrases.isPending}
          failed={phrases.isError}
          onRetry={() => void phrases.refetch()}
          onTake={take}
        />
      )}
      <div className="composer-tools" role="toolbar" aria-label={t("composer.tools")}>
        <Popover
          trigger="click"
          open={emojiOpen}
          onOpenChange={setEmojiOpen}
          placement="topLeft"
          content={
            <div className="emoji">
              {EMOJI.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  onClick={() => {
                    insert(emoji);
                    setEmojiOpen(false);
                  }}
                >
                  {emoji}
                </button>
              ))}
            </div>
          }
        >
          <button type="button" className="icon-button small" aria-label={t("composer.emoji")} data-testid="emoji">
            <Smile size={18} />
          </button>
        </Popover>
        <button
          type="button"
          className={`icon-button small${canned ? " on" : ""}`}
          aria-label={t("composer.canned")}
          aria-expanded={canned !== undefined}
          onClick={() => {
            setDismissed(undefined);
            const before = text.slice(0, field.current?.selectionStart ?? text.length);
            insert(before === "" || /\s$/.test(before) ? "/" : " /");
          }}
        >
          <Zap size={18} />
        </button>
        <span className="grow" />
        {text.length >= COUNT_FROM ? (
          <span className={`f12 ${text.length >= TEXT_MAX ? "is-bad" : "t3"}`}>
            {text.length} / {TEXT_MAX}
          </span>
        ) : (
          text !== "" && <span className="f12 t3 wide-only">{t("composer.draftKept")}</span>
        )}
      </div>
      <textarea
        ref={field}
        value={text}
        maxLength={TEXT_MAX}
        aria-label={t("composer.label")}
        placeholder={t("composer.placeholder")}
        aria-autocomplete="list"
        aria-controls={canned ? listId : undefined}
        aria-activedescendant={canned && found[current] ? `${listId}-${found[current].phrase_id}` : undefined}
        onChange={(event) => {
          keepDraft(id, event.target.value);
          setCaret(event.target.selectionStart);
          setChosen(0);
          if (event.target.value !== "") live().typing(id);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={keyDown}
        data-testid="composer"
      />
      <div className="composer-foot">
        <span className="wide-only">
          <kbd>Enter</kbd> {t("composer.send")}　<kbd>Shift Enter</kbd> {t("composer.newLine")}　<kbd>/</kbd> {t("composer.canned")}
        </span>
        <span className="grow" />
        <Button type="primary" disabled={text.trim() === ""} onClick={send} data-testid="send">
          {t("composer.send")}
        </Button>
      </div>
    </div>
  );
}

interface PhrasesProps {
  listId: string;
  query: string;
  found: readonly CannedPhrase[];
  current: number;
  loading: boolean;
  failed: boolean;
  onRetry: () => void;
  onTake: (phrase: CannedPhrase) => void;
}

function Phrases({ listId, query, found, current, loading, failed, onRetry, onTake }: PhrasesProps) {
  const { t } = useTranslation();
  return (
    <div className="phrases">
      <div className="phrases-head">
        <Zap size={16} aria-hidden />
        <b className="medium">{t("composer.canned")}</b>
        <span className="t3" role="status">
          {query ? t("composer.cannedFound", { query, count: found.length }) : t("composer.cannedCount", { count: found.length })}
        </span>
      </div>
      <div id={listId} role="listbox" aria-label={t("composer.canned")} className="phrases-list">
        {loading && <SkeletonRows rows={3} height={52} columns={2} />}
        {found.map((phrase, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys
          <div
            key={phrase.phrase_id}
            id={`${listId}-${phrase.phrase_id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            ref={i === current ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(phrase)}
            data-testid="phrase"
          >
            <code className="cut">/{phrase.shortcut}</code>
            <div className="grow">
              <div className="cut medium">
                <Marked text={phrase.title} words={query} />
              </div>
              <div className="cut f12 t2">
                <Marked text={phrase.text} words={query} />
              </div>
            </div>
            {phrase.folder && <span className="tag">{phrase.folder}</span>}
          </div>
        ))}
        {failed && (
          <p className="phrases-none">
            {t("composer.cannedFailed")}{" "}
            <button type="button" className="link-button" onClick={onRetry}>
              {t("common.retry")}
            </button>
          </p>
        )}
        {!loading && !failed && found.length === 0 && <p className="phrases-none">{t("composer.cannedNone")}</p>}
      </div>
      <div className="phrases-foot wide-only">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {t("composer.choose")}
        </span>
        <span>
          <kbd>Enter</kbd> {t("composer.insert")}
        </span>
        <span>
          <kbd>Esc</kbd> {t("common.close")}
        </span>
      </div>
    </div>
  );
}

function Marked({ text, words }: { text: string; words: string }) {
  const at = words ? text.toLowerCase().indexOf(words.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + words.length)}</mark>
      {text.slice(at + words.length)}
    </>
  );
}
