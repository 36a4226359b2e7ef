import { clockTime, dayLabel } from "@parlor/design";
import type { Entry, Message, Pending } from "@parlor/protocol";
import { ArrowDown, Lock } from "lucide-react";
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../live/index.ts";
import { useService, useSwitches } from "../../shared/service.ts";
import { RatedView, ValuesView } from "./log/Cards.tsx";
import { type LogContext, LogProvider, useLog } from "./log/context.ts";
import { eventText, eventTime } from "./log/events.ts";
import { isPicture } from "./log/FileView.tsx";
import { type LogItem, logItems } from "./log/items.ts";
import { MessageView } from "./log/MessageView.tsx";
import { PendingView } from "./log/PendingView.tsx";
import { isInternal, type LogView } from "./log/subject.ts";
import { type Target, useLogScroll } from "./log/useLogScroll.ts";
import "./log/log.css";

const Viewer = lazy(() => import("./log/Viewer.tsx"));
const NONE: readonly Pending[] = [];
const nothing = () => undefined;

interface Props {
  view: LogView;
  /** Contiguous places of the log. */
  entries: readonly Entry[];
  pending?: readonly Pending[];
  /** Tells the server what has been on the screen. */
  marksRead?: boolean;
  /** Read from the beginning, as a record, instead of resting at the end. */
  fromStart?: boolean;
  /** Loads what is before the first entry; undefined when there is nothing. */
  older?: (() => void) | undefined;
  loadingOlder?: boolean;
  /** The first place that nobody of us had read when the log was opened. */
  unreadFrom?: number | undefined;
  target?: Target | undefined;
  onJump?: (seq: number) => void;
  onQuote?: ((entry: Message) => void) | undefined;
  onEditAgain?: ((entry: Message) => void) | undefined;
  /** What is searched for, to be marked. */
  words?: string;
}

/** The log of a conversation: its messages and its events, oldest first, resting at the end. */
export function Log({ view, entries, pending = NONE, marksRead = false, fromStart = false, words = "", ...props }: Props) {
  const { older, loadingOlder = false, unreadFrom, target, onJump = nothing, onQuote, onEditAgain } = props;
  const { t } = useTranslation();
  const switches = useSwitches();
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<string>();
  const agentId = useLive((state) => state.agentId);
  const internal = isInternal(view);
  const items = useMemo(() => {
    const ours = internal ? (entry: Message) => entry.by.id === agentId : undefined;
    return logItems(entries, pending, { unreadFrom, ...(ours ? { ours } : {}) });
  }, [entries, pending, unreadFrom, internal, agentId]);
  const first = entries[0]?.seq ?? 0;
  const last = entries[entries.length - 1]?.seq ?? 0;

  const markRead = useCallback(() => {
    if (marksRead && last > 0 && !document.hidden && document.hasFocus()) live().markRead(view.conversation_id, last);
  }, [marksRead, last, view.conversation_id]);
  const ownIsLast = items[items.length - 1]?.kind === "pending";
  const { newBelow, far, toEnd, onScroll } = useLogScroll(box, {
    first,
    last,
    items,
    ownIsLast,
    fromStart,
    target,
    older,
    onEnd: markRead,
  });

  useEffect(() => {
    // What came while nobody looked is read when somebody looks again.
    const back = () => onScroll();
    window.addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      window.removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  });

  const bySeq = useMemo(() => new Map(entries.map((entry) => [entry.seq, entry])), [entries]);
  const pictures = useMemo(
    () => entries.filter((entry): entry is Message => entry.kind === "message" && entry.file !== undefined && isPicture(entry.file)),
    [entries],
  );
  const closeViewer = useCallback(() => setShown(undefined), []);
  const context: LogContext = {
    view,
    agentId,
    entryAt: (seq) => bySeq.get(seq),
    jump: onJump,
    quote: onQuote,
    editAgain: onEditAgain,
    showImage: setShown,
    words,
    readMarks: switches.read_marks,
    mayRecall: switches.recall && onQuote !== undefined,
  };

  return (
    <LogProvider value={context}>
      <div className="log-frame">
        <div
          className="log"
          data-from-start={fromStart || undefined}
          ref={box}
          role="log"
          aria-label={t("desk.messages")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the keys
          tabIndex={0}
          onScroll={onScroll}
          data-testid="log"
        >
          {older && (
            <div className="log-earlier">
              <button type="button" className="link-button" onClick={older} disabled={loadingOlder} data-testid="log-older">
                {t(loadingOlder ? "desk.loadingOlder" : "desk.older")}
              </button>
            </div>
          )}
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
        </div>
        {(newBelow > 0 || (far && !fromStart)) && (
          <button type="button" className={`log-new${newBelow > 0 ? "" : " quiet"}`} onClick={toEnd} data-testid="log-new">
            <ArrowDown size={14} aria-hidden />
            {newBelow > 0 ? t("desk.newBelow", { count: newBelow }) : t("desk.toEnd")}
          </button>
        )}
      </div>
      {shown && (
        <Suspense fallback={null}>
          <Viewer view={view} pictures={pictures} fileId={shown} onClose={closeViewer} />
        </Suspense>
      )}
    </LogProvider>
  );
}

const Item = memo(function Item({ item }: { item: LogItem }) {
  const { t, i18n } = useTranslation();
  switch (item.kind) {
    case "day":
      return <div className="log-day">{dayLabel(item.at, Date.now(), i18n.language)}</div>;
    case "unread":
      return (
        <div className="log-day log-unread" data-testid="log-unread">
          {t("log.unread")}
        </div>
      );
    case "event":
      return <EventPill item={item} />;
    case "note":
      return (
        <div className="log-note" data-seq={item.entry.seq}>
          <Lock size={16} aria-hidden />
          <div className="grow">
            <b>{t(item.entry.join ? "log.asked" : "log.offered", { from: item.entry.by.name ?? "", to: item.entry.to_agent_name })}</b>{" "}
            <span className="t3 f12">
              {clockTime(item.entry.at)} · {t("log.staffOnly")}
            </span>
            {item.entry.note && <p>{item.entry.note}</p>}
          </div>
        </div>
      );
    case "values":
      return <ValuesView at={item.at} values={item.values} formSeq={item.formSeq} />;
    case "rated":
      return <RatedView entry={item.entry} />;
    case "message":
      return <MessageView entry={item.entry} headed={item.headed} />;
    case "pending":
      return <PendingView pending={item.pending} />;
  }
});

function EventPill({ item }: { item: Extract<LogItem, { kind: "event" }> }) {
  const { t, i18n } = useTranslation();
  const { view } = useLog();
  const labels = useService()?.labels ?? [];
  const first = item.entries[0];
  return (
    <div className="log-event" data-testid="log-event" data-kind={first?.kind} data-seq={first?.seq}>
      <span title={eventTime(item.entries)}>
        {clockTime(first?.at ?? 0)} {eventText({ t, view, labels, language: i18n.language }, item.entries)}
      </span>
    </div>
  );
}
