import type { InternalView, Message } from "@parlor/protocol";
import { ChevronLeft, PanelRight, SearchX } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { live, useLive } from "../../live/index.ts";
import { isMember, otherOf } from "../../live/reduce-internal.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { Empty } from "../../shared/States.tsx";
import { Composer } from "../desk/Composer.tsx";
import { ConversationSkeleton, useFileDrop } from "../desk/Conversation.tsx";
import { useJump } from "../desk/conversation/useJump.ts";
import { changeDraft } from "../desk/drafts.ts";
import { useWide } from "../desk/hooks.ts";
import { Log } from "../desk/Log.tsx";
import { GroupFace } from "./List.tsx";
import { titleOf } from "./names.ts";
import "../desk/conversation/conversation.css";

/** The conversation that is open: as soon as the list is there it is known whether it is ours. */
export function Chat({ conversationId, onPanel }: { conversationId: string; onPanel: () => void }) {
  const { t } = useTranslation();
  const view = useLive((state) => state.internal.get(conversationId));
  const ready = useLive((state) => state.internalStatus === "ready");
  if (view) return <Open view={view} onPanel={onPanel} />;
  if (!ready) return <ConversationSkeleton />;
  return (
    <section className="conversation conversation-none">
      <Empty icon={SearchX} title={t("internal.notFound")} text={t("internal.notFoundText")}>
        <Link to="/internal">{t("desk.back")}</Link>
      </Empty>
    </section>
  );
}

function Open({ view, onPanel }: { view: InternalView; onPanel: () => void }) {
  const { t } = useTranslation();
  const id = view.conversation_id;
  useEffect(() => live().attach(id, "internal"), [id]);
  const log = useLive((state) => state.logs.get(id));
  const pending = useLive((state) => state.pending.get(id));
  const agentId = useLive((state) => state.agentId);
  const title = useLive((state) => titleOf(view, state.agentId, state.agents));
  const withMouse = useWide("(hover: hover) and (min-width: 961px)");
  const member = isMember(view, agentId);
  const drop = useFileDrop(id, member);
  const reading = useMemo(
    () => ({ read: view.read_seq ?? 0, ours: (entry: Message) => entry.by.id === agentId }),
    [view.read_seq, agentId],
  );
  const { target, unreadFrom, jump } = useJump(id, reading, log, true);
  const older = useCallback(() => void live().loadOlder(id), [id]);
  const entries = log?.entries ?? [];
  return (
    <section
      className="conversation"
      aria-label={t("desk.conversationWith", { name: title })}
      data-testid="internal-chat"
      {...drop.handlers}
    >
      <Head view={view} title={title} onPanel={onPanel} />
      <Log
        view={view}
        entries={entries}
        {...(pending ? { pending } : {})}
        marksRead
        older={log?.hasOlder ? older : undefined}
        loadingOlder={log?.loadingOlder ?? false}
        unreadFrom={unreadFrom}
        target={target}
        onJump={jump}
        onQuote={(entry) => changeDraft(id, { quote: entry.seq })}
        onEditAgain={(entry) => changeDraft(id, { text: entry.text, body: entry.body, quote: entry.quote })}
      />
      <Composer view={view} entries={entries} focused={withMouse} />
      {drop.over && <div className="conversation-drop">{t("composer.drop")}</div>}
    </section>
  );
}

function Head({ view, title, onPanel }: { view: InternalView; title: string; onPanel: () => void }) {
  const { t } = useTranslation();
  const agentId = useLive((state) => state.agentId);
  const other = otherOf(view, agentId);
  const agent = useLive((state) => (other ? state.agents.get(other.agent_id) : undefined));
  const departments = useLive((state) => state.departments);
  const places = departments.filter((each) => agent?.department_ids.includes(each.department_id)).map((each) => each.name);
  const facts = other
    ? [agent ? t(`state.${agent.state}`) : "", agent?.number ? `${t("status.number")} ${agent.number}` : "", places.join(t("log.and"))]
    : [t("internal.count", { count: view.members.length })];
  return (
    <header className="conversation-head">
      <Link to="/internal" className="icon-button narrow-only" aria-label={t("common.back")} data-testid="back">
        <ChevronLeft size={20} />
      </Link>
      {other ? <Avatar id={other.agent_id} name={title} size={40} dot={agent?.state} /> : <GroupFace size={40} />}
      <div className="grow">
        <h2 className="cut">{title}</h2>
        <div className="conversation-meta">
          <span className="cut">{facts.filter(Boolean).join(" · ")}</span>
        </div>
      </div>
      <button
        type="button"
        className="icon-button panel-toggle"
        aria-label={t("internal.panel")}
        title={t("internal.panel")}
        onClick={onPanel}
        data-testid="panel-toggle"
      >
        <PanelRight size={18} />
      </button>
    </header>
  );
}
