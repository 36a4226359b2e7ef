import { fullTime, shortTime } from "@parlor/design";
import type { AgentView, InternalView } from "@parlor/protocol";
import { Search, UsersRound, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { live, useLive, useNow } from "../../live/index.ts";
import { internalUnread, otherOf } from "../../live/reduce-internal.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { useDraft } from "../desk/drafts.ts";
import { Group } from "../desk/list/Group.tsx";
import { listed, titleOf } from "./names.ts";
import { openChat } from "./open-chat.ts";
import { peopleTree } from "./people.ts";
import "../desk/list/list.css";

/** Conversations, the latest first, and below them all colleagues by department. */
export function List({ currentId, onGroup }: { currentId: string | undefined; onGroup: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const status = useLive((state) => state.internalStatus);
  const internal = useLive((state) => state.internal);
  const agents = useLive((state) => state.agents);
  const departments = useLive((state) => state.departments);
  const agentId = useLive((state) => state.agentId);
  const words = query.trim().toLowerCase();
  const shown = useMemo(
    () => listed(internal, currentId).filter((view) => titleOf(view, agentId, agents).toLowerCase().includes(words)),
    [internal, currentId, agentId, agents, words],
  );
  const colleagues = useMemo(() => [...agents.values()].filter((agent) => agent.agent_id !== agentId), [agents, agentId]);
  const tree = useMemo(() => peopleTree(departments, colleagues, query), [departments, colleagues, query]);
  return (
    <section className="list" aria-label={t("nav.internal")}>
      <header>
        <h1>{t("nav.internal")}</h1>
        <button
          type="button"
          className="icon-button"
          aria-label={t("internal.newGroup")}
          title={t("internal.newGroup")}
          onClick={onGroup}
          data-testid="new-group"
        >
          <UsersRound size={18} />
        </button>
      </header>
      <div className="list-find">
        <label className="field small">
          <Search size={16} aria-hidden />
          <input
            type="search"
            aria-label={t("internal.find")}
            placeholder={t("internal.find")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setQuery("")}
            data-testid="internal-find"
          />
          {query && (
            <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => setQuery("")}>
              <X size={14} />
            </button>
          )}
        </label>
      </div>
      <div className="list-scroll">
        {status === "loading" && <SkeletonRows rows={8} height={57} columns={1} />}
        {status === "failed" && <Failed title={t("desk.notLoaded")} error={undefined} retry={() => void live().loadInternal()} />}
        {status === "ready" && (
          <>
            <Group name="internal" label={t("internal.recent")} count={shown.length}>
              {shown.map((view) => (
                <Row key={view.conversation_id} view={view} current={view.conversation_id === currentId} />
              ))}
              {shown.length === 0 && <p className="list-empty">{words ? t("desk.noMatch") : t("internal.recentNone")}</p>}
            </Group>
            <Group name="people" label={t("internal.people")} count={colleagues.length}>
              {tree.branches.map(({ department, depth, people }) => (
                <div key={department.department_id}>
                  <div className="people-department" style={{ paddingInlineStart: 16 + depth * 16 }}>
                    {department.name} <span className="t3">{people.length}</span>
                  </div>
                  {people.map((agent) => (
                    <Person key={agent.agent_id} agent={agent} depth={depth} />
                  ))}
                </div>
              ))}
              {tree.others.map((agent) => (
                <Person key={agent.agent_id} agent={agent} depth={0} />
              ))}
              {tree.branches.length + tree.others.length === 0 && <p className="list-empty">{t("internal.nobody")}</p>}
            </Group>
          </>
        )}
      </div>
    </section>
  );
}

function Row({ view, current }: { view: InternalView; current: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const agentId = useLive((state) => state.agentId);
  const agents = useLive((state) => state.agents);
  const draft = useDraft(view.conversation_id);
  const unread = internalUnread(view, agentId);
  const title = titleOf(view, agentId, agents);
  const other = otherOf(view, agentId);
  const state = other && agents.get(other.agent_id)?.state;
  const kind = view.last_kind ?? "text";
  const by = view.kind === "group" ? sayer(view, agentId, agents, t("internal.me")) : view.last_by_id === agentId ? t("internal.me") : "";
  const words = view.message_count
    ? `${by ? `${by}${t("log.colon")}` : ""}${[kind === "text" ? "" : t(`kind.${kind}`), view.last_text].filter(Boolean).join(" ")}`
    : t("desk.noMessageYet");
  return (
    <Link
      to={`/internal/${view.conversation_id}`}
      aria-current={current || undefined}
      className={`row-conversation${unread > 0 ? " unread" : ""}${current ? " on" : ""}`}
      data-testid="internal-row"
      data-name={title}
    >
      {view.kind === "group" ? <GroupFace /> : <Avatar id={other?.agent_id ?? ""} name={title} dot={state} />}
      <span className="row-text">
        <span className="row-name">
          <b className="cut">{title}</b>
          {view.kind === "group" && (
            <span className="row-count" title={t("internal.count", { count: view.members.length })}>
              {view.members.length}
            </span>
          )}
        </span>
        <span className="cut row-last">
          {draft && !current ? (
            <>
              <span className="row-draft">{t("desk.draft")}</span> {draft}
            </>
          ) : (
            words
          )}
        </span>
      </span>
      <span className="row-end">
        <time title={fullTime(view.last_at)}>{shortTime(view.last_at, now, i18n.language)}</time>
        {unread > 0 ? (
          <b className="count" data-testid="internal-unread">
            {unread > 99 ? "99+" : unread}
            <span className="sr">{t("nav.unread")}</span>
          </b>
        ) : (
          <i className="row-nothing" />
        )}
      </span>
    </Link>
  );
}

function sayer(view: InternalView, agentId: string, agents: ReadonlyMap<string, AgentView>, me: string): string {
  const id = view.last_by_id;
  if (!id) return "";
  if (id === agentId) return me;
  return agents.get(id)?.name ?? view.members.find((each) => each.agent_id === id)?.name ?? "";
}

/** A group has no face of its own. */
export function GroupFace({ size = 36 }: { size?: 36 | 40 }) {
  return (
    <span className={`avatar s${size}`} aria-hidden="true">
      <span className="avatar-face group-face">
        <UsersRound size={18} />
      </span>
    </span>
  );
}

function Person({ agent, depth }: { agent: AgentView; depth: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = async () => {
    try {
      await navigate(`/internal/${await openChat(agent.agent_id)}`);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  return (
    <button
      type="button"
      className="person-row"
      style={{ paddingInlineStart: 16 + depth * 16 }}
      onClick={() => void open()}
      data-testid="person"
      data-name={agent.name}
    >
      <Avatar id={agent.agent_id} name={agent.name} size={28} dot={agent.state} />
      <span className="cut">{agent.name}</span>
      <span className="t3 f12">{agent.number}</span>
      <span className="grow" />
      {agent.state !== "online" && <span className="t3 f12">{t(`state.${agent.state}`)}</span>}
    </button>
  );
}
