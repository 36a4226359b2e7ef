import { clockTime, fullTime } from "@parlor/design";
import { TEXT_MAX } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { ArrowDown, CircleAlert, Clock } from "lucide-preact";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { linkify } from "../linkify";
import { type Row, rowsOf } from "../rows";
import { Glyph } from "./glyph";
import { Avatar } from "./small";

/** So near to the end counts as being there. */
const NEAR_PX = 40;

export function Log() {
  const session = useSession();
  const { t } = session;
  const box = useRef<HTMLDivElement>(null);
  const behind = useSignal(false);
  const rows = rowsOf(
    { entries: session.entries.value, pending: session.pending.value, conversation: session.conversation.value },
    t,
    session.language,
    Date.now(),
  );
  const latest = rows.at(-1);
  const typing = session.agentTyping.value;
  const shown = session.mode.value;
  const waiting = session.waiting.value;

  const scrolled = useCallback(() => {
    const list = box.current;
    if (!list) return;
    session.atEnd.value = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
    if (session.atEnd.value) behind.value = false;
  }, [session, behind]);

  const toEnd = useCallback(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    scrolled();
  }, [scrolled]);

  // Whoever reads further up is not torn away; their own message always comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what makes the list longer or its window shorter
  useLayoutEffect(() => {
    if (session.atEnd.peek() || latest?.kind === "pending") toEnd();
    else behind.value = true;
  }, [latest?.key, rows.length, typing, shown, waiting]);

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const watch = new ResizeObserver(() => session.atEnd.peek() && toEnd());
    watch.observe(list);
    return () => watch.disconnect();
  }, [session, toEnd]);

  return (
    <div class="log-area">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable with the keyboard */}
      <div ref={box} class="log" role="log" aria-label={t("log.name")} tabIndex={0} onScroll={scrolled} data-testid="log">
        <div class="push" />
        {session.loading.value ? <Skeleton /> : <Greeting />}
        {rows.map((row) => (
          <RowView key={row.key} row={row} />
        ))}
        {typing && <Typing name={session.conversation.value?.agent_name ?? ""} />}
      </div>
      {behind.value && (
        <button type="button" class="new-messages" onClick={toEnd}>
          <Glyph icon={ArrowDown} size={14} />
          {t("log.newMessages")}
        </button>
      )}
    </div>
  );
}

/** Before the first message: the company's welcome, or what an agent said to a visitor who only looked around. */
function Greeting() {
  const session = useSession();
  const { style } = session.visit.value;
  const invitation = session.invitation.value;
  if (session.conversation.value || session.refused.value) return null;
  const text = invitation?.text || style.texts[session.language]?.welcome || session.t("welcome");
  return <AgentBubble name={invitation?.agent_name ?? style.company} text={text} who="" first testid="welcome" />;
}

function RowView({ row }: { row: Row }) {
  const { t } = useSession();
  switch (row.kind) {
    case "day":
      return <p class="day">{row.text}</p>;
    case "event":
      return (
        <p class="event" data-testid="event">
          {row.text}
        </p>
      );
    case "agent":
      return (
        <AgentBubble
          name={row.name}
          text={row.text}
          who={
            <>
              {row.name} <Time at={row.at} />
            </>
          }
          first={row.first}
          testid="message"
          seq={row.seq}
        />
      );
    case "mine":
      return (
        <div class="message mine" data-testid="message" data-by="visitor" data-seq={row.seq} data-state={row.read ? "read" : "sent"}>
          <div class="bubble">
            <Words text={row.text} />
          </div>
          {row.last && (
            <div class="who">
              <Time at={row.at} /> · {t(row.read ? "log.read" : "log.sent")}
            </div>
          )}
        </div>
      );
    case "pending":
      return row.failed ? <Failed row={row} code={row.failed} /> : <Waiting row={row} />;
  }
}

function AgentBubble(props: { name: string; text: string; who: preact.ComponentChildren; first: boolean; testid: string; seq?: number }) {
  return (
    <div class={`message ${props.first ? "first" : ""}`} data-testid={props.testid} data-by="agent" data-seq={props.seq}>
      {props.first && props.who && <div class="who">{props.who}</div>}
      {props.first && <Avatar name={props.name} size="small" />}
      <div class="bubble">
        <Words text={props.text} />
      </div>
    </div>
  );
}

type PendingRow = Extract<Row, { kind: "pending" }>;

function Waiting({ row }: { row: PendingRow }) {
  const { t, connection } = useSession();
  const open = connection.value.status === "open";
  return (
    <div class="message mine" data-testid="message" data-by="visitor" data-state="pending">
      <div class="bubble unsent">
        <Words text={row.text} />
      </div>
      {/* With a connection it is a matter of milliseconds: said only when it takes longer. */}
      <div class={`who ${open ? "late" : ""}`}>
        <Glyph icon={Clock} size={14} /> {t(open ? "log.sending" : "log.waiting")}
      </div>
    </div>
  );
}

function Failed({ row, code }: { row: PendingRow; code: string }) {
  const session = useSession();
  const { t } = session;
  const reason = code === "too_long" ? t("failure.too_long", { max: TEXT_MAX }) : t("failure.other");
  return (
    <div class="message mine" data-testid="message" data-by="visitor" data-state="failed">
      <div class="bubble unsent failed">
        <Words text={row.text} />
      </div>
      <div class="who danger">
        <Glyph icon={CircleAlert} size={14} /> {t("log.failed")} · {reason}
      </div>
      <div class="who">
        <button type="button" class="link" onClick={() => session.retry(row.key)}>
          {t("log.retry")}
        </button>
        <button type="button" class="link quiet" onClick={() => session.discard(row.key)}>
          {t("log.discard")}
        </button>
      </div>
    </div>
  );
}

function Typing({ name }: { name: string }) {
  const { t } = useSession();
  return (
    <div class="message first" data-testid="agent-typing" aria-hidden="true">
      <Avatar name={name} size="small" />
      <div class="bubble typing" title={t("log.typing", { name })}>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

/** Text is only ever text; addresses in it become links. */
function Words({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, i) =>
        part.href ? (
          <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {clockTime(at)}
    </time>
  );
}

/** Shown with a delay, in the shape of what will come. */
function Skeleton() {
  const { t } = useSession();
  return (
    <div class="skeleton" role="status" aria-label={t("log.loading")}>
      <i />
      <i class="mine" />
      <i />
    </div>
  );
}
