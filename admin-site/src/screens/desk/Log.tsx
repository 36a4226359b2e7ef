import { clockTime, dayLabel, fullTime } from "@parlor/design";
import type { ConversationView, Entry, Pending } from "@parlor/protocol";
import type { TFunction } from "i18next";
import { ArrowDown, Check, CheckCheck, CircleAlert, Clock3, Lock } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { live } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { type LogItem, logItems, textParts } from "./log-items.ts";
import "./log/log.css";

/** So near to the end counts as at the end, in pixels. */
const NEAR = 60;
/** More than this is shown only when asked for. */
const SHOWN_AT_FIRST = 300;
const NONE: readonly Pending[] = [];

interface Props {
  view: ConversationView;
  entries: readonly Entry[];
  pending?: readonly Pending[];
  /** Tells the server what has been on the screen. */
  marksRead?: boolean;
  /** Read from the beginning, as a record, instead of resting at the end. */
  fromStart?: boolean;
}

/** The log of a conversation: its messages and its events, oldest first, resting at the end. */
export function Log({ view, entries, pending = NONE, marksRead = false, fromStart = false }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(!fromStart);
  const [newBelow, setNewBelow] = useState(0);
  const [all, setAll] = useState(false);
  const items = useMemo(() => logItems(entries, pending), [entries, pending]);
  const shown = all || fromStart ? items : items.slice(-SHOWN_AT_FIRST);
  const lastSeq = entries[entries.length - 1]?.seq ?? 0;

  const markRead = useCallback(() => {
    if (marksRead && atEnd.current && lastSeq > 0 && !document.hidden && document.hasFocus()) {
      live().markRead(view.conversation_id, lastSeq);
    }
  }, [marksRead, lastSeq, view.conversation_id]);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setNewBelow(0);
  }, []);

  const counted = useRef(0);
  useLayoutEffect(() => {
    const added = items.length - counted.current;
    counted.current = items.length;
    const own = items[items.length - 1]?.kind === "pending";
    if (atEnd.current || own) toEnd();
    else if (added > 0 && !fromStart) setNewBelow((count) => count + added);
    markRead();
  }, [items, toEnd, markRead, fromStart]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // The composer and the preview grow at the log's cost: the last message stays in sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    window.addEventListener("focus", markRead);
    document.addEventListener("visibilitychange", markRead);
    return () => {
      observer.disconnect();
      window.removeEventListener("focus", markRead);
      document.removeEventListener("visibilitychange", markRead);
    };
  }, [toEnd, markRead]);

  const scrolled = () => {
    const element = box.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (atEnd.current) {
      setNewBelow(0);
      markRead();
    }
  };

  return (
    <div className="log-frame">
      <div
        className="log"
        data-from-start={fromStart || undefined}
        ref={box}
        role="log"
        aria-label={t("desk.messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the keys
        tabIndex={0}
        onScroll={scrolled}
        data-testid="log"
      >
        {shown.length < items.length && (
          <button type="button" className="link-button log-earlier" onClick={() => setAll(true)}>
            {t("desk.earlier", { count: items.length - shown.length })}
          </button>
        )}
        {shown.map((item) => (
          <Item key={item.key} item={item} view={view} />
        ))}
      </div>
      {newBelow > 0 && (
        <button type="button" className="log-new" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden />
          {t("desk.newBelow", { count: newBelow })}
        </button>
      )}
    </div>
  );
}

function Item({ item, view }: { item: LogItem; view: ConversationView }) {
  const { t, i18n } = useTranslation();
  switch (item.kind) {
    case "day":
      return <div className="log-day">{dayLabel(item.at, Date.now(), i18n.language)}</div>;
    case "event":
      return (
        <div className="log-event" data-testid="log-event" data-kind={item.entries[0]?.kind}>
          <span title={fullTime(item.entries[0]?.at ?? 0)}>
            {clockTime(item.entries[0]?.at ?? 0)} {eventText(t, item.entries, view)}
          </span>
        </div>
      );
    case "note":
      return (
        <div className="log-note">
          <Lock size={16} aria-hidden />
          <div className="grow">
            <b>{t("log.offered", { from: item.entry.by.name ?? "", to: item.entry.to_agent_name })}</b>{" "}
            <span className="t3 f12">
              {clockTime(item.entry.at)} · {t("log.staffOnly")}
            </span>
            {item.entry.note && <p>{item.entry.note}</p>}
          </div>
        </div>
      );
    case "message":
      return item.entry.by.role === "agent" ? (
        <article className="message own" data-testid="message" data-by="agent" data-seq={item.entry.seq}>
          <div className="message-head">
            {item.entry.by.name} <time title={fullTime(item.entry.at)}>{clockTime(item.entry.at)}</time>{" "}
            {item.entry.seq <= (view.read_by_visitor ?? 0) ? (
              <span className="message-read">
                <CheckCheck size={14} aria-hidden /> {t("log.read")}
              </span>
            ) : (
              <span className="t3">
                <Check size={14} aria-hidden /> {t("log.delivered")}
              </span>
            )}
          </div>
          <div className="bubble">
            <Text text={item.entry.text} />
          </div>
        </article>
      ) : (
        <article className={`message${item.headed ? "" : " follows"}`} data-testid="message" data-by="visitor" data-seq={item.entry.seq}>
          {item.headed && (
            <div className="message-head">
              {visitorLabel(view)} <time title={fullTime(item.entry.at)}>{clockTime(item.entry.at)}</time>
            </div>
          )}
          {item.headed && <Avatar id={view.visitor_id} name={visitorLabel(view)} size={28} />}
          <div className="bubble">
            <Text text={item.entry.text} />
          </div>
        </article>
      );
    case "pending":
      return <PendingMessage pending={item.pending} conversationId={view.conversation_id} />;
  }
}

function PendingMessage({ pending, conversationId }: { pending: Pending; conversationId: string }) {
  const { t } = useTranslation();
  return (
    <article className={`message own${pending.failed ? " failed" : " sending"}`} data-testid="message-pending" data-failed={pending.failed}>
      <div className="message-head">
        <time>{clockTime(pending.at)}</time>{" "}
        {pending.failed ? (
          <span className="is-bad">
            <CircleAlert size={14} aria-hidden /> {t(pending.failed === "conversation_closed" ? "log.notSentClosed" : "log.notSent")}{" "}
            {pending.failed !== "conversation_closed" && (
              <button type="button" className="link-button" onClick={() => void live().retryMessage(conversationId, pending.key)}>
                {t("log.sendAgain")}
              </button>
            )}{" "}
            <button type="button" className="link-button" onClick={() => void live().discardMessage(pending.key)}>
              {t("common.delete")}
            </button>
          </span>
        ) : (
          <span className="t3">
            <Clock3 size={14} aria-hidden /> {t("log.sending")}
          </span>
        )}
      </div>
      <div className="bubble">
        <Text text={pending.text} />
      </div>
    </article>
  );
}

/** Text as text; only web addresses become links, which open apart and tell nothing of where they came from. */
function Text({ text }: { text: string }) {
  return textParts(text).map((part, i) =>
    part.href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
      <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ) : (
      part.text
    ),
  );
}

type EventEntry = Extract<LogItem, { kind: "event" }>["entries"][number];

/** An event in words; a request and its acceptance at once make one sentence. */
export function eventText(t: TFunction, entries: readonly EventEntry[], view: ConversationView): string {
  return entries.map((entry, i) => oneEvent(t, entry, entries[i - 1], view)).join(t("log.comma"));
}

function oneEvent(t: TFunction, entry: EventEntry, before: EventEntry | undefined, view: ConversationView): string {
  switch (entry.kind) {
    case "queued":
      if (entry.by.role === "agent") return t("log.toQueue", { name: entry.by.name ?? "", department: entry.department_name });
      return entry.page_title ? t("log.openedOn", { page: entry.page_title }) : t("log.opened");
    case "accepted": {
      const seconds = Math.round((entry.at - (before?.at ?? entry.at)) / 1000);
      const key = entry.automatic ? "log.assigned" : "log.accepted";
      const waited = before && seconds > 0 ? `${t("log.waited", { count: seconds })}${t("log.comma")}` : "";
      return waited + t(key, { name: entry.agent_name });
    }
    case "transferred":
      return t("log.transferred", { name: entry.agent_name });
    case "transfer_ended":
      return t(`log.transferEnded.${entry.outcome}`);
    case "visitor_left":
      return t("log.visitorLeft", { name: visitorLabel(view) });
    case "visitor_returned":
      return t("log.visitorReturned", { name: visitorLabel(view) });
    case "closed":
      return entry.reason === "visitor" ? t("log.closedByVisitor") : t("log.closedBy", { name: entry.by.name ?? view.agent_name ?? "" });
    case "void":
      return "";
  }
}
