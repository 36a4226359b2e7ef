import { dayOf, fullTime, shortTime, waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronDown, ChevronRight, Search, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { live, useLive, useNow } from "../../live/index.ts";
import { groupConversations, unreadCount, urgencyOf, visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useMe } from "../../shared/me.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { StateMenu } from "../shell/StateMenu.tsx";
import { useAccept, useAcceptNext } from "../shell/useShortcuts.ts";
import { useDraft } from "./drafts.ts";
import { useHeld, useKeptOrder } from "./hooks.ts";
import "./list/list.css";

const TYPING_SHOWN_MS = 30_000;
const idOf = (view: ConversationView) => view.conversation_id;

/** Up and down go through the rows; the rest is the browser's. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function matches(view: ConversationView, words: string): boolean {
  if (words === "") return true;
  return [view.visitor_name, view.visitor_number, view.last_text, view.visitor_email].some((text) => text?.toLowerCase().includes(words));
}

export function List({ currentId }: { currentId: string | undefined }) {
  const { t } = useTranslation();
  const status = useLive((state) => state.desk);
  const problem = useLive((state) => state.deskProblem);
  const conversations = useLive((state) => state.conversations);
  const agentId = useLive((state) => state.agentId);
  const [query, setQuery] = useState("");
  const [held, holding] = useHeld();
  const find = useRef<HTMLInputElement>(null);
  const acceptNext = useAcceptNext();
  const words = query.trim().toLowerCase();

  const groups = useMemo(() => groupConversations({ conversations, agentId }), [conversations, agentId]);
  const waiting = groups.waiting.filter((view) => matches(view, words));
  const mine = useKeptOrder(
    groups.mine.filter((view) => matches(view, words)),
    idOf,
    held,
  );
  const colleagues = useKeptOrder(
    groups.colleagues.filter((view) => matches(view, words)),
    idOf,
    held,
  );

  return (
    <section className="list" aria-label={t("desk.list")}>
      <header>
        <h1>{t("nav.desk")}</h1>
        <StateMenu />
      </header>
      <div className="list-find">
        <label className="field small">
          <Search size={16} aria-hidden />
          <input
            ref={find}
            type="search"
            aria-label={t("desk.find")}
            placeholder={t("desk.find")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setQuery("")}
          />
          {query && (
            <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => setQuery("")}>
              <X size={14} />
            </button>
          )}
        </label>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the rows inside, which are links */}
      <div className="list-scroll" onKeyDown={moveFocus} {...holding}>
        {status === "loading" && <SkeletonRows rows={8} height={57} columns={1} />}
        {status === "failed" && <Failed title={t("desk.notLoaded")} error={problem} retry={() => live().retryDesk()} />}
        {status === "ready" && (
          <>
            <Group
              name="waiting"
              label={t("desk.waiting")}
              count={waiting.length}
              end={
                waiting.length > 0 && (
                  <button type="button" className="link-button row" onClick={() => void acceptNext()} data-testid="accept-next">
                    {t("desk.acceptNext")} <kbd>Alt N</kbd>
                  </button>
                )
              }
            >
              {waiting.map((view) => (
                <WaitingRow key={idOf(view)} view={view} current={idOf(view) === currentId} />
              ))}
            </Group>
            <Group name="mine" label={t("desk.mine")} count={mine.length} end={mine.length > 1 && t("desk.byLatest")}>
              {mine.map((view) => (
                <Row key={idOf(view)} view={view} current={idOf(view) === currentId} />
              ))}
              {mine.length === 0 && <p className="list-empty">{words ? t("desk.noMatch") : t("desk.mineNone")}</p>}
            </Group>
            {colleagues.length > 0 && (
              <Group name="colleagues" label={t("desk.colleagues")} count={colleagues.length} end={t("desk.canRead")}>
                {colleagues.map((view) => (
                  <Row key={idOf(view)} view={view} current={idOf(view) === currentId} />
                ))}
              </Group>
            )}
            <ClosedToday currentId={currentId} words={words} ended={groups.closed} />
          </>
        )}
      </div>
    </section>
  );
}

interface GroupProps {
  name: string;
  label: string;
  count: number | undefined;
  end?: ReactNode;
  closed?: boolean;
  onOpen?: () => void;
  children: ReactNode;
}

function Group({ name, label, count, end, closed, onOpen, children }: GroupProps) {
  const [open, setOpen] = useState(!closed);
  const toggle = () => {
    if (!open) onOpen?.();
    setOpen(!open);
  };
  return (
    <div className={`list-group ${name}`} data-any={count ? true : undefined} data-testid={`group-${name}`}>
      <div className="list-group-head">
        <button type="button" onClick={toggle} aria-expanded={open}>
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          {label}
          {count !== undefined && <b className={`count ${name === "waiting" && count > 0 ? "wait" : "quiet"}`}>{count}</b>}
        </button>
        <span className="list-group-end">{end}</span>
      </div>
      {open && children}
    </div>
  );
}

function WaitingRow({ view, current }: { view: ConversationView; current: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const accept = useAccept();
  const [busy, setBusy] = useState(false);
  const urgency = urgencyOf(view, now, me.wait_limit_s);
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  return (
    <div
      className={`waiting-row${gone ? " gone" : ""}${current ? " on" : ""}`}
      data-testid="waiting-row"
      data-conversation={view.conversation_id}
    >
      <Link data-row to={`/desk/${view.conversation_id}`} aria-current={current || undefined}>
        <span className={`waiting-time is-${urgency}`} title={fullTime(view.waiting_since ?? view.opened_at)}>
          <span className="sr">{t("desk.waits")} </span>
          {waitTime(now - (view.waiting_since ?? view.opened_at))}
        </span>
        <span className="grow">
          <span className="cut medium">
            {name}
            {(gone || view.visitor_name) && <span className="t3 f12"> {gone ? t("desk.left") : view.visitor_number}</span>}
          </span>
          <span className="cut f12 t2">{view.last_text || view.page_title || t("desk.noMessageYet")}</span>
        </span>
      </Link>
      <Button
        size="small"
        className="accept"
        loading={busy}
        aria-label={t("desk.acceptName", { name })}
        data-testid="accept"
        onClick={async () => {
          setBusy(true);
          await accept(view.conversation_id);
          setBusy(false);
        }}
      >
        {t("desk.accept")}
      </Button>
    </div>
  );
}

function Row({ view, current }: { view: ConversationView; current: boolean }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = useNow();
  const agentId = useLive((state) => state.agentId);
  const entries = useLive((state) => state.logs.get(view.conversation_id)?.entries);
  const typing = useLive((state) => state.typing.get(view.conversation_id));
  const draft = useDraft(view.conversation_id);
  const own = view.agent_id === agentId;
  const unread = own ? unreadCount(view, entries) : 0;
  const urgency = own ? urgencyOf(view, now, me.wait_limit_s) : "calm";
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  const typingNow = typing && Date.now() - typing.at < TYPING_SHOWN_MS && (typing.text !== "" || !me.typing_preview);
  const aside =
    gone && view.state !== "closed"
      ? t("desk.left")
      : own
        ? view.visitor_name && view.visitor_number
        : t("desk.with", { name: view.agent_name ?? "" });
  return (
    <Link
      data-row
      to={`/desk/${view.conversation_id}`}
      aria-current={current || undefined}
      className={`row-conversation${unread > 0 ? " unread" : ""}${gone ? " gone" : ""}${current ? " on" : ""}`}
      data-testid="conversation-row"
      data-conversation={view.conversation_id}
    >
      <Avatar id={view.visitor_id} name={name} gone={gone} {...(view.state === "closed" ? {} : { dot: gone ? "offline" : "online" })} />
      <span className="row-text">
        <span className="row-name">
          <b className="cut">{name}</b>
          {aside && <span>{aside}</span>}
        </span>
        <span className="cut row-last">
          {typingNow ? (
            <>
              <span className="is-good">{t("desk.typing")}</span> {typing.text}
            </>
          ) : draft && own && !current ? (
            <>
              <span className="row-draft">{t("desk.draft")}</span> {draft}
            </>
          ) : (
            <>
              {view.last_by === "agent" && view.last_text && (own ? t("desk.meSaid") : "")}
              {view.last_text || view.page_title || t("desk.noMessageYet")}
            </>
          )}
        </span>
      </span>
      <span className="row-end">
        {urgency === "calm" || view.waiting_since === undefined ? (
          <time title={fullTime(view.last_at)}>{shortTime(view.last_at, now, i18n.language)}</time>
        ) : (
          <time className={`is-${urgency}`} title={fullTime(view.waiting_since)}>
            {t("desk.waitsFor", { time: waitTime(now - view.waiting_since) })}
          </time>
        )}
        {unread > 0 ? (
          <b className="count" data-testid="unread">
            {unread}
            <span className="sr">{t("nav.unread")}</span>
          </b>
        ) : (
          <i className="row-nothing" />
        )}
      </span>
    </Link>
  );
}

/** What ended while we looked is there at once; what ended before is asked for when the group opens. */
function ClosedToday({ currentId, words, ended }: { currentId: string | undefined; words: string; ended: readonly ConversationView[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const [asked, setAsked] = useState(false);
  const today = dayOf(Date.now(), me.time_zone);
  const query = useQuery({
    queryKey: ["conversations", "today", today, me.agent_id, ended.length],
    queryFn: ({ signal }) => call("list_conversations", { query: { from: today, to: today, agent_id: me.agent_id } }, signal),
    enabled: asked,
    placeholderData: (before) => before,
  });
  const closed = useMemo(() => {
    const byId = new Map([...(query.data?.conversations ?? []), ...ended].map((view) => [view.conversation_id, view]));
    return [...byId.values()].sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0));
  }, [query.data, ended]);
  const shown = closed.filter((view) => matches(view, words));
  return (
    <Group
      name="closed"
      label={t("desk.closedToday")}
      count={asked || ended.length > 0 ? shown.length : undefined}
      closed
      onOpen={() => setAsked(true)}
    >
      {query.isError && <Failed title={t("desk.notLoaded")} error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && closed.length === 0 && <SkeletonRows rows={2} height={57} columns={1} />}
      {shown.map((view) => (
        <Row key={view.conversation_id} view={view} current={view.conversation_id === currentId} />
      ))}
      {query.isSuccess && shown.length === 0 && <p className="list-empty">{words ? t("desk.noMatch") : t("desk.closedNone")}</p>}
    </Group>
  );
}
