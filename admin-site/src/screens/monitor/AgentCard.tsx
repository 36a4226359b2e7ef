import { waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { Dropdown } from "antd";
import { Ellipsis, LogOut, Plus } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useLive, useNow } from "../../live/index.ts";
import { urgencyOf, visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useMe } from "../../shared/me.tsx";
import { lastText } from "../desk/list/last-text.ts";
import type { AgentCard as Card } from "./rows.ts";

interface Props {
  card: Card;
  chosenId: string | undefined;
  onWatch: (conversationId: string) => void;
  onSignOut: (agentId: string) => void;
}

/** One agent on the wall: state, load, conversations. Red when a visitor waits too long. */
export const AgentCard = memo(function AgentCard({ card, chosenId, onWatch, onSignOut }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { agent, conversations, late } = card;
  const full = agent.load >= agent.ceiling && agent.load > 0;
  const maySignOut = me.rights.includes("sign_out_others") && agent.agent_id !== me.agent_id && agent.state !== "offline";
  return (
    <article
      className={`card monitor-agent${late ? " late" : ""}`}
      aria-label={agent.name}
      data-testid="monitor-agent"
      data-agent={agent.agent_id}
    >
      <header>
        <Avatar id={agent.agent_id} name={agent.name} size={28} dot={agent.state} />
        <div className="grow">
          <div className="cut">
            <b className="medium">{agent.name}</b> <span className="t3 f12">{agent.number}</span>
          </div>
          <div className="f12 t2 cut">
            {t(`state.${agent.state}`)}
            {late && <span className="is-late"> · {t("monitor.lateAgent")}</span>}
          </div>
        </div>
        <div className="monitor-load">
          <span className={full ? "strong" : "t2"}>
            {agent.load} / {agent.ceiling}
            {full && ` ${t("monitor.full")}`}
          </span>
          <span className="monitor-bar">
            <i style={{ width: `${Math.min(100, (agent.load / Math.max(1, agent.ceiling)) * 100)}%` }} />
          </span>
        </div>
        {maySignOut && (
          <Dropdown
            trigger={["click"]}
            destroyOnHidden
            menu={{
              items: [
                {
                  key: "sign-out",
                  danger: true,
                  icon: <LogOut size={16} />,
                  label: <span data-testid="sign-out-agent">{t("monitor.signOut.button")}</span>,
                  onClick: () => onSignOut(agent.agent_id),
                },
              ],
            }}
          >
            <button
              type="button"
              className="icon-button small"
              aria-label={t("monitor.agentMore", { name: agent.name })}
              data-testid="agent-more"
            >
              <Ellipsis size={16} />
            </button>
          </Dropdown>
        )}
      </header>
      {(conversations.length > 0 || agent.state !== "offline") && (
        <ul>
          {conversations.map((view) => (
            <li key={view.conversation_id}>
              <WallRow view={view} chosen={view.conversation_id === chosenId} onWatch={onWatch} />
            </li>
          ))}
          <Free card={card} />
        </ul>
      )}
    </article>
  );
});

function Free({ card: { agent } }: { card: Card }) {
  const { t } = useTranslation();
  if (agent.state === "away") return <li className="monitor-free">{t("monitor.awayHint")}</li>;
  if (agent.state === "busy") return <li className="monitor-free">{t("monitor.busyHint")}</li>;
  const room = agent.ceiling - agent.load;
  if (agent.state !== "online" || room <= 0) return null;
  return (
    <li className="monitor-free">
      <Plus size={14} aria-hidden /> {t("monitor.canTake", { count: room })}
    </li>
  );
}

/** A conversation as the wall shows it; opens it beside. */
export function WallRow({ view, chosen, onWatch }: { view: ConversationView; chosen: boolean; onWatch: (conversationId: string) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const typing = useLive((state) => state.typing.get(view.conversation_id));
  const urgency = urgencyOf(view, now, me.wait_limit_s);
  const waiting = view.waiting_since !== undefined && urgency !== "calm";
  const writes = typing !== undefined && Date.now() - typing.at < 6_000 && typing.text !== "";
  return (
    <button
      type="button"
      className={`monitor-row${chosen ? " on" : ""}`}
      aria-pressed={chosen}
      onClick={() => onWatch(view.conversation_id)}
      disabled={!me.rights.includes("watch")}
      data-row
      data-testid="monitor-row"
      data-conversation={view.conversation_id}
    >
      <b className="medium cut">{visitorLabel(view)}</b>
      {waiting ? (
        <time className={`is-${urgency}`}>{t("desk.waitsFor", { time: waitTime(now - (view.waiting_since ?? now)) })}</time>
      ) : (
        <time>{waitTime(now - (view.accepted_at ?? view.opened_at))}</time>
      )}
      <span className="cut">
        {view.visitor_present === false && `${t("desk.left")} · `}
        {writes ? t("monitor.typing", { text: typing?.text }) : lastText(t, view, undefined)}
      </span>
    </button>
  );
}
