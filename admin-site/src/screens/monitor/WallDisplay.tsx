import { clockTime, waitTime } from "@parlor/design";
import { WifiOff } from "lucide-react";
import { type CSSProperties, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useLive, useNow } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import { useTitle } from "../../shared/title.ts";
import { shareText } from "./figures.ts";
import { agentCards, type Filters, wallFigures } from "./rows.ts";
import { useAwake } from "./useAwake.ts";
import { useMonitor } from "./useMonitor.ts";
import "./wall.css";

const AGENTS_SHOWN = 12;
/** Figures older than this are said to be old, in milliseconds. */
const OLD_MS = 45_000;
const ALL: Filters = { departmentId: undefined, state: "all", lateFirst: true };

/** 大屏: the figures for a screen on the wall. No controls; Esc leads back. */
export function WallDisplay() {
  const { t, i18n } = useTranslation();
  useTitle(t("monitor.wall"));
  useAwake();
  const me = useMe();
  const navigate = useNavigate();
  const now = useNow();
  const agents = useLive((state) => state.agents);
  const conversations = useLive((state) => state.conversations);
  const visitors = useLive((state) => [...state.visitors.values()].filter((visitor) => !visitor.left_at).length);
  const connected = useLive((state) => state.link.status === "open");
  const { monitor, updatedAt } = useMonitor(true);
  const figures = useMemo(() => wallFigures(agents.values(), conversations.values()), [agents, conversations]);
  const here = useMemo(
    () => agentCards(agents.values(), conversations.values(), ALL, now, me.wait_limit_s).filter(({ agent }) => agent.state !== "offline"),
    [agents, conversations, now, me.wait_limit_s],
  );

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") void navigate("/monitor");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [navigate]);

  const waited = figures.longestSince === undefined ? 0 : now - figures.longestSince;
  const late = waited > me.wait_limit_s * 1000;
  const old = updatedAt > 0 && Date.now() - updatedAt > OLD_MS;
  const today = monitor?.today;
  const share = today?.service_level;
  return (
    <main className="wall-display" data-testid="wall-display">
      <header>
        <h1 className="cut">{me.company}</h1>
        {(!connected || old) && (
          <span className="wall-lost" role="status">
            <WifiOff aria-hidden />
            {t("monitor.wallOld", { time: clockTime(updatedAt || now) })}
          </span>
        )}
        <span className="grow" />
        <span className="wall-date">{new Intl.DateTimeFormat(i18n.language, { dateStyle: "full" }).format(now)}</span>
        <time>{clockTime(now)}</time>
      </header>
      <section className="wall-now" aria-label={t("monitor.figures")}>
        <Big label={t("monitor.waiting")} tone={figures.waiting > 0 ? "wait" : undefined} id="waiting">
          {figures.waiting}
        </Big>
        <Big label={t("monitor.longest")} tone={late ? "late" : figures.waiting > 0 ? "wait" : undefined} id="longest">
          {waitTime(waited)}
        </Big>
        <Big label={t("monitor.inProgress")} id="in-progress">
          {figures.inProgress}
        </Big>
        <Big label={t("monitor.visitors")} id="visitors">
          {visitors}
        </Big>
      </section>
      <section className="wall-day" aria-label={t("monitor.todayFigures")}>
        <div className="wall-level">
          <span>{t("monitor.serviceLevel", { seconds: me.wait_limit_s })}</span>
          <b style={fitting(shareText(share))}>{shareText(share)}</b>
          <i aria-hidden>
            <i style={{ width: `${(share ?? 0) * 100}%` }} />
          </i>
        </div>
        <Big label={t("monitor.today")} id="today">
          {today?.consultations ?? "–"}
        </Big>
        <Big label={t("monitor.accepted")} id="accepted">
          {today?.accepted ?? "–"}
        </Big>
        <Big label={t("monitor.missed")} id="missed" tone={today && today.missed > 0 ? "late" : undefined}>
          {today?.missed ?? "–"}
        </Big>
      </section>
      <ul className="wall-agents" aria-label={t("monitor.agents")}>
        {here.slice(0, AGENTS_SHOWN).map(({ agent, late: isLate, unansweredSince }) => (
          <li key={agent.agent_id} className={isLate ? "late" : undefined} data-testid="wall-agent">
            <i className={`dot ${agent.state}`} />
            <b className="cut">{agent.name}</b>
            <span className="wall-load">
              {agent.load} / {agent.ceiling}
            </span>
            <span className="wall-unanswered">
              {unansweredSince === undefined ? t(`state.${agent.state}`) : t("desk.waitsFor", { time: waitTime(now - unansweredSince) })}
            </span>
            <i className="wall-bar" aria-hidden>
              <i style={{ width: `${Math.min(100, (agent.load / Math.max(1, agent.ceiling)) * 100)}%` }} />
            </i>
          </li>
        ))}
        {here.length === 0 && <li className="wall-nobody">{t("monitor.nobodyOnline")}</li>}
        {here.length > AGENTS_SHOWN && <li className="wall-nobody">{t("monitor.andMore", { count: here.length - AGENTS_SHOWN })}</li>}
      </ul>
    </main>
  );
}

const fitting = (text: string) => ({ "--n": Math.max(4, text.length) }) as CSSProperties;

function Big({ label, tone, id, children }: { label: string; tone?: "wait" | "late" | undefined; id: string; children: string | number }) {
  return (
    <div className="wall-figure" data-testid={`wall-${id}`}>
      <span>{label}</span>
      <b className={tone && `is-${tone}`} style={fitting(String(children))}>
        {children}
      </b>
    </div>
  );
}
