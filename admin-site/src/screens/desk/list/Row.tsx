import { fullTime, shortTime, waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { BellRing, Check, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLive, useNow } from "../../../live/index.ts";
import { takesPart, unreadCount, urgencyOf, visitorLabel } from "../../../live/select.ts";
import { Avatar } from "../../../shared/Avatar.tsx";
import { useMe } from "../../../shared/me.tsx";
import { useSwitches } from "../../../shared/service.ts";
import { useDraft } from "../drafts.ts";
import { LabelDots, PrioritySign, useLabelsOf } from "../organize/Labels.tsx";
import { isOwn, lastText } from "./last-text.ts";
import { useSelection } from "./selection.ts";

/** Milliseconds. */
const TYPING_SHOWN_MS = 30_000;

/** One conversation: who, what was said last, what waits. */
export function Row({ view, current, asleep = false }: { view: ConversationView; current: boolean; asleep?: boolean }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { wrap_up: wrapUpWanted } = useSwitches();
  const now = useNow();
  const agentId = useLive((state) => state.agentId);
  const log = useLive((state) => state.logs.get(view.conversation_id));
  const entries = log?.entries;
  const typing = useLive((state) => state.typing.get(view.conversation_id));
  const draft = useDraft(view.conversation_id);
  const own = view.agent_id === agentId;
  const part = view.state === "active" && takesPart(view, agentId);
  const together = part && (view.members?.length ?? 0) > 0;
  const unread = part ? unreadCount(view, entries) : 0;
  // What is not loaded cannot be counted.
  const more = log?.hasOlder && log.first > (view.read_by_agent ?? 0) + 1;
  const urgency = part ? urgencyOf(view, now, me.wait_limit_s) : "calm";
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  const labels = useLabelsOf(view);
  const reminder = useLive((state) => state.reminders.get(view.conversation_id));
  const selection = useSelection();
  const chosen = selection?.has(view.conversation_id);
  const unwrapped = wrapUpWanted && own && view.state === "closed" && !view.wrap_up;
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
      className={`row-conversation${unread > 0 ? " unread" : ""}${gone ? " gone" : ""}${(selection ? chosen : current) ? " on" : ""}`}
      {...(selection ? { role: "checkbox", "aria-checked": chosen } : {})}
      onClick={(event) => {
        if (!selection) return;
        event.preventDefault();
        selection.toggle(view);
      }}
      data-testid="conversation-row"
      data-conversation={view.conversation_id}
    >
      {selection ? (
        <span className="row-check" data-on={chosen || undefined} aria-hidden>
          {chosen && <Check size={14} />}
        </span>
      ) : (
        <Avatar id={view.visitor_id} name={name} gone={gone} {...(view.state === "closed" ? {} : { dot: gone ? "offline" : "online" })} />
      )}
      <span className="row-text">
        <span className="row-name">
          <b className="cut">{name}</b>
          <PrioritySign view={view} />
          <LabelDots labels={labels} />
          {together && (
            <span
              className="row-together"
              title={t(own ? "team.marked" : "team.joined", { name: view.agent_name ?? "" })}
              data-testid="row-together"
            >
              <Users size={14} aria-hidden />
              <span className="sr">{t(own ? "team.marked" : "team.joined", { name: view.agent_name ?? "" })}</span>
            </span>
          )}
          {aside && <span className="row-aside">{aside}</span>}
        </span>
        <span className="cut row-last">
          {typingNow ? (
            <>
              <span className="is-good">{t("desk.typing")}</span> {typing.text}
            </>
          ) : draft && (own || part) && !current ? (
            <>
              <span className="row-draft">{t("desk.draft")}</span> {draft}
            </>
          ) : (
            <>
              {isOwn(view, entries, agentId) && t("desk.meSaid")}
              {lastText(t, view, entries)}
            </>
          )}
        </span>
      </span>
      <span className="row-end">
        <span className="row-time">
          {reminder && (
            <span className="row-reminder" title={t("reminder.mark")} data-testid="reminder">
              <BellRing size={14} aria-hidden />
              <span className="sr">{t("reminder.mark")}</span>
            </span>
          )}
          {asleep && view.snoozed_until !== undefined ? (
            <time title={fullTime(view.snoozed_until)}>{shortTime(view.snoozed_until, now, i18n.language)}</time>
          ) : urgency === "calm" || view.waiting_since === undefined ? (
            <time title={fullTime(view.last_at)}>{shortTime(view.last_at, now, i18n.language)}</time>
          ) : (
            <time className={`is-${urgency}`} title={fullTime(view.waiting_since)}>
              {t("desk.waitsFor", { time: waitTime(now - view.waiting_since) })}
            </time>
          )}
        </span>
        {unread > 0 ? (
          <b className="count" data-testid="unread">
            {unread}
            {more && "+"}
            <span className="sr">{t("nav.unread")}</span>
          </b>
        ) : unwrapped ? (
          <span className="tag" data-testid="unwrapped">
            {t("wrapUp.open")}
          </span>
        ) : (
          <i className="row-nothing" />
        )}
      </span>
    </Link>
  );
}
