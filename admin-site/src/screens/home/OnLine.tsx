import type { AgentView } from "@parlor/protocol";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { may, useMe } from "../../shared/me.tsx";

const SHOWN = 9;
const ORDER = ["online", "busy", "away", "invisible", "offline"];

/** Who is there, as every desk knows it anyway: those who can take somebody first. */
export function OnLine() {
  const { t } = useTranslation();
  const me = useMe();
  const agents = useLive((state) => state.agents);
  const there = useMemo(() => {
    const list = [...agents.values()].filter((agent) => agent.state !== "offline");
    return list.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.number.localeCompare(b.number));
  }, [agents]);
  const online = there.filter((agent) => agent.state === "online").length;
  return (
    <section className="card home-card">
      <header className="row">
        <h3 className="grow">
          {t("home.there")} <span className="t3">{t("home.thereOf", { online, count: there.length })}</span>
        </h3>
        {may(me, "see_monitor") && (
          <Link to="/monitor" className="f13">
            {t("nav.monitor")}
          </Link>
        )}
      </header>
      {there.length === 0 ? (
        <p className="t2 f13">{t("home.nobody")}</p>
      ) : (
        <ul className="home-agents" data-testid="home-agents">
          {there.slice(0, SHOWN).map((agent) => (
            <AgentRow key={agent.agent_id} agent={agent} />
          ))}
          {there.length > SHOWN && <li className="t3 f13">{t("home.moreAgents", { count: there.length - SHOWN })}</li>}
        </ul>
      )}
    </section>
  );
}

function AgentRow({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  return (
    <li>
      <Avatar id={agent.agent_id} name={agent.name} size={28} dot={agent.state} />
      <span className="cut grow">{agent.name}</span>
      <span className="t3 f12" title={t(`state.${agent.state}`)}>
        {agent.state === "online" ? `${agent.load} / ${agent.ceiling}` : t(`state.${agent.state}`)}
      </span>
    </li>
  );
}
