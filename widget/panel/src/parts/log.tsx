import { useSignal } from "@preact/signals";
import { ArrowDown } from "lucide-preact";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { type Row, rowsOf } from "../rows";
import { Glyph } from "./glyph";
import { Greeting, MessageView, PendingView, Typing } from "./message";
import { SurveyCard } from "./survey-card";
import { UploadRows } from "./uploads";

/** So near to the end counts as being there. */
const NEAR_PX = 40;
/** What is before is asked for so long before its place is reached. */
const AHEAD_PX = 300;
const SHOWN_MS = 1_500;

export function Log() {
  const session = useSession();
  const { t } = session;
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const behind = useSignal(false);
  /** How far the first row was from the end before rows were put in front of it. */
  const front = useRef({ key: "", fromEnd: 0 });
  const rows = rowsOf(
    {
      entries: session.entries.value,
      pending: session.pending.value,
      conversation: session.conversation.value,
      readMarks: session.switches.value.read_marks !== false,
      company: session.visit.value.company,
      unreadFrom: session.unreadFrom.value,
    },
    t,
    session.language,
    Date.now(),
  );
  const latest = rows.at(-1);
  const typing = session.agentTyping.value;
  const shown = session.mode.value;
  const waiting = session.waiting.value;
  const older = session.older.value;
  const uploads = session.uploads.items.value.length;
  const firstKey = session.entries.value[0]?.seq ?? 0;

  const scrolled = useCallback(() => {
    const list = box.current;
    if (!list) return;
    front.current.fromEnd = list.scrollHeight - list.scrollTop;
    session.atEnd.value = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
    if (session.atEnd.value) behind.value = false;
    // A window that is not shown has no height: everything in it seems to be at its beginning.
    if (list.clientHeight > 0 && list.scrollTop < AHEAD_PX && session.older.peek() === "some") void session.loadOlder();
  }, [session, behind]);

  const toEnd = useCallback(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    scrolled();
  }, [scrolled]);

  /** A message that is further up than what has been read is read first. */
  const show = useCallback(
    async (seq: number) => {
      while (!session.entryAt(seq) && (await session.loadOlder()));
      requestAnimationFrame(() => {
        const message = box.current?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
        message?.scrollIntoView({ block: "center" });
        message?.classList.add("pointed-at");
        setTimeout(() => message?.classList.remove("pointed-at"), SHOWN_MS);
      });
    },
    [session],
  );

  // What is put in front must not move what is being read.
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const { key, fromEnd } = front.current;
    if (key && key !== `${firstKey}` && !session.atEnd.peek()) list.scrollTop = list.scrollHeight - fromEnd;
    front.current = { key: firstKey ? `${firstKey}` : "", fromEnd: list.scrollHeight - list.scrollTop };
  }, [session, firstKey]);

  // Whoever reads further up is not torn away; their own message always comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what makes the list longer or its window shorter
  useLayoutEffect(() => {
    if (session.atEnd.peek() || latest?.kind === "pending") toEnd();
    else {
      behind.value = true;
      scrolled();
    }
  }, [latest?.key, typing, shown, waiting, uploads]);

  // Whoever was away begins where they left off, if that is further up than the screen reaches.
  const unreadFrom = session.unreadFrom.value;
  useLayoutEffect(() => {
    const list = box.current;
    const line = list?.querySelector<HTMLElement>("[data-testid=unread]");
    if (!unreadFrom || !list || !line || line.offsetTop >= list.scrollTop) return;
    list.scrollTop = line.offsetTop;
    scrolled();
  }, [unreadFrom, scrolled]);

  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => session.atEnd.peek() && toEnd());
    // Pictures, forms and surveys grow by themselves.
    for (const each of [box.current, content.current]) if (each) watch.observe(each);
    return () => watch.disconnect();
  }, [session, toEnd]);

  return (
    <div class="log-area">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable with the keyboard */}
      <div ref={box} class="log" role="log" aria-label={t("log.name")} tabIndex={0} onScroll={scrolled} data-testid="log">
        <div ref={content} class="rows">
          <div class="push" />
          {older !== "none" && (
            <button
              type="button"
              class="link older"
              aria-disabled={older === "loading"}
              data-testid="older"
              onClick={() => void session.loadOlder()}
            >
              {t(older === "loading" ? "log.loadingOlder" : "log.older")}
            </button>
          )}
          {session.loading.value ? <Skeleton /> : <Greeting />}
          <Rows rows={rows} show={(seq) => void show(seq)} />
          <UploadRows />
          {typing !== null && <Typing name={typing || (session.conversation.value?.agent_name ?? "")} />}
        </div>
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

function Rows({ rows, show }: { rows: readonly Row[]; show: (seq: number) => void }) {
  const isMessage = (row: Row) => row.kind === "agent" || row.kind === "mine";
  const latest = rows.findLast(isMessage)?.key;
  const currentSurvey = rows.findLast((row) => row.kind === "survey" || (row.kind === "agent" && row.entry.survey))?.key;
  return (
    <>
      {rows.map((row) => {
        switch (row.kind) {
          case "day":
            return (
              <p key={row.key} class="day">
                {row.text}
              </p>
            );
          case "unread":
            return (
              <p key={row.key} class="unread" data-testid="unread">
                {row.text}
              </p>
            );
          case "event":
            return (
              <p key={row.key} class="event" data-testid="event">
                {row.text}
              </p>
            );
          case "survey":
            return <SurveyCard key={row.key} survey={row.survey} current={row.key === currentSurvey} />;
          case "pending":
            return <PendingView key={row.key} row={row} show={show} />;
          default:
            return <MessageView key={row.key} row={row} show={show} currentSurvey={currentSurvey} latest={row.key === latest} />;
        }
      })}
    </>
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
