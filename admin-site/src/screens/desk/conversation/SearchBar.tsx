import { fullTime, shortTime } from "@parlor/design";
import type { FoundMessage } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { hitParts } from "../log/items.ts";

/** Milliseconds after the last key. */
const TYPED_MS = 300;

interface Props {
  conversationId: string;
  onWords: (words: string) => void;
  onJump: (seq: number) => void;
  onClose: () => void;
}

function useTyped(text: string): string {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}

/** Finds words in the whole conversation, also in what is not loaded, and leads from hit to hit. */
export function SearchBar({ conversationId, onWords, onJump, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [current, setCurrent] = useState(-1);
  const words = useTyped(text.trim());
  const search = useInfiniteQuery({
    queryKey: ["search-conversation", conversationId, words],
    queryFn: ({ pageParam, signal }) =>
      call(
        "search_conversation",
        { path: { conversation_id: conversationId }, query: { q: words, ...(pageParam ? { before: String(pageParam) } : {}) } },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.before,
    enabled: words !== "",
    staleTime: 10_000,
  });
  const found = search.data?.pages.flatMap((page) => page.found) ?? [];

  useEffect(() => {
    onWords(words);
    setCurrent(-1);
  }, [words, onWords]);
  useEffect(() => () => onWords(""), [onWords]);

  const go = (to: number) => {
    const hit = found[to];
    if (!hit) return;
    setCurrent(to);
    onJump(hit.seq);
  };
  const older = () => {
    if (current + 1 < found.length) go(current + 1);
    else if (search.hasNextPage) void search.fetchNextPage();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onClose();
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "ArrowDown") older();
    else if (event.key === "Enter" || event.key === "ArrowUp") go(Math.max(0, current - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search className="conversation-search" data-testid="search-bar">
      <div className="row">
        <label className="field small grow">
          <Search size={16} aria-hidden />
          <input
            // biome-ignore lint/a11y/noAutofocus: the bar was opened to be typed into
            autoFocus
            type="search"
            aria-label={t("search.label")}
            placeholder={t("search.label")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            data-testid="search-words"
          />
        </label>
        <span className="t3 f12 num" role="status" data-testid="search-count">
          {words !== "" &&
            (search.isSuccess
              ? found.length > 0
                ? `${current + 1} / ${found.length}${search.hasNextPage ? "+" : ""}`
                : t("search.none")
              : search.isFetching && t("search.looking"))}
        </span>
        <button
          type="button"
          className="icon-button small"
          aria-label={t("search.newer")}
          title={t("search.newer")}
          disabled={current <= 0}
          onClick={() => go(current - 1)}
          data-testid="search-newer"
        >
          <ChevronUp size={16} />
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={t("search.older")}
          title={t("search.older")}
          disabled={found.length === 0}
          onClick={older}
          data-testid="search-older"
        >
          <ChevronDown size={16} />
        </button>
        <button type="button" className="icon-button small" aria-label={t("common.close")} onClick={onClose} data-testid="search-close">
          <X size={16} />
        </button>
      </div>
      {search.isError && (
        <p className="f12 is-bad" role="alert">
          {problemText(t, search.error)}{" "}
          <button type="button" className="link-button" onClick={() => void search.refetch()}>
            {t("common.retry")}
          </button>
        </p>
      )}
      {words !== "" && found.length > 0 && (
        <ol className="search-hits">
          {found.map((hit, i) => (
            <Hit key={hit.seq} hit={hit} words={words} on={i === current} onTake={() => go(i)} />
          ))}
        </ol>
      )}
      {search.hasNextPage && found.length === 0 && search.isSuccess && (
        <button type="button" className="link-button f12" onClick={() => void search.fetchNextPage()}>
          {t("search.further")}
        </button>
      )}
    </search>
  );
}

function Hit({ hit, words, on, onTake }: { hit: FoundMessage; words: string; on: boolean; onTake: () => void }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <button
        type="button"
        aria-current={on || undefined}
        ref={on ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
        onClick={onTake}
        data-testid="search-hit"
      >
        <span className="t3 f12">{t(`search.by.${hit.by}`)}</span>
        <span className="cut grow">
          {hitParts(hit.excerpt, words).map((part, i) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
            i % 2 === 1 ? <mark key={i}>{part}</mark> : part,
          )}
        </span>
        <time className="t3 f12" title={fullTime(hit.at)}>
          {shortTime(hit.at, Date.now(), i18n.language, { exact: true })}
        </time>
      </button>
    </li>
  );
}
