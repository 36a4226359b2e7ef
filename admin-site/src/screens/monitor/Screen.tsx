import { Checkbox, Segmented, Select } from "antd";
import { Activity, Maximize, UsersRound } from "lucide-react";
import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ApiProblem } from "../../api/problem.ts";
import { live, useLive, useNow } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { useHeld, useKeptOrder } from "../desk/hooks.ts";
import { AgentCard } from "./AgentCard.tsx";
import { ConversationTable } from "./ConversationTable.tsx";
import { agentCards, type AgentCard as Card, conversationRows, type Filters, type StateFilter, wallFigures } from "./rows.ts";
import { Strip } from "./Strip.tsx";
import { SuperviseDialog } from "./SuperviseDialog.tsx";
import { useMonitor } from "./useMonitor.ts";
import { WatchPanel } from "./WatchPanel.tsx";
import "./monitor.css";

/** More cards than this at once nobody can look at; the others come on demand. */
const CARDS_PAGE = 60;
/** What is late is looked at again so often, in milliseconds. */
const LOOK_EVERY_MS = 5_000;
const STATES: readonly StateFilter[] = ["all", "late", "online", "busy", "away", "offline"];
const idOf = (card: Card) => card.agent.agent_id;

type View = "agents" | "conversations";

/** 实时监控: the wall of agents, and beside it the conversation that is looked into. */
export function MonitorScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.monitor"));
  const me = useMe();
  const navigate = useNavigate();
  const { conversationId } = useParams();
  const agents = useLive((state) => state.agents);
  const conversations = useLive((state) => state.conversations);
  const departments = useLive((state) => state.departments);
  const desk = useLive((state) => state.desk);
  const problem = useLive((state) => state.deskProblem);
  const visitors = useLive((state) => [...state.visitors.values()].filter((visitor) => !visitor.left_at).length);
  const { monitor } = useMonitor();
  const now = useNow(LOOK_EVERY_MS);
  const [view, setView] = useState<View>("agents");
  const [filters, setFilters] = useState<Filters>({ departmentId: undefined, state: "all", lateFirst: true });
  const [pages, setPages] = useState(1);
  const [signingOut, setSigningOut] = useState<string>();
  const [held, holding] = useHeld();

  const cards = useMemo(
    () => agentCards(agents.values(), conversations.values(), filters, now, me.wait_limit_s),
    [agents, conversations, filters, now, me.wait_limit_s],
  );
  const rows = useMemo(
    () => conversationRows(conversations.values(), filters, now, me.wait_limit_s),
    [conversations, filters, now, me.wait_limit_s],
  );
  const figures = useMemo(
    () => wallFigures(agents.values(), conversations.values(), filters.departmentId),
    [agents, conversations, filters],
  );
  const ordered = useKeptOrder(cards, idOf, held, filters);
  const watch = useCallback((id: string) => void navigate(`/monitor/${id}`), [navigate]);
  const close = useCallback(() => void navigate("/monitor"), [navigate]);
  const signedOut = signingOut ? agents.get(signingOut) : undefined;
  const shown = ordered.slice(0, pages * CARDS_PAGE);

  return (
    <main className="page monitor" data-watching={conversationId ? true : undefined}>
      <header className="page-head monitor-head">
        <h1>{t("nav.monitor")}</h1>
        <Segmented<View>
          value={view}
          onChange={setView}
          options={[
            { value: "agents", label: t("monitor.byAgent") },
            { value: "conversations", label: t("monitor.byConversation") },
          ]}
        />
        <Select
          value={filters.departmentId ?? ""}
          onChange={(value) => setFilters({ ...filters, departmentId: value || undefined })}
          aria-label={t("monitor.department")}
          popupMatchSelectWidth={false}
          options={[
            { value: "", label: t("monitor.allDepartments") },
            ...departments.map((each) => ({ value: each.department_id, label: each.name })),
          ]}
          data-testid="monitor-department"
        />
        <Select<StateFilter>
          value={filters.state}
          onChange={(state) => setFilters({ ...filters, state })}
          aria-label={t("monitor.state")}
          popupMatchSelectWidth={false}
          options={(view === "agents" ? STATES : STATES.slice(0, 2)).map((each) => ({
            value: each,
            label: each === "all" || each === "late" ? t(`monitor.filter.${each}`) : t(`state.${each}`),
          }))}
          data-testid="monitor-state"
        />
        {view === "agents" && (
          <Checkbox
            className="wide-only"
            checked={filters.lateFirst}
            onChange={(event) => setFilters({ ...filters, lateFirst: event.target.checked })}
          >
            {t("monitor.lateFirst")}
          </Checkbox>
        )}
        <span className="grow" />
        <span className="f12 t3 monitor-noted">{t("monitor.noted")}</span>
        <button type="button" className="monitor-wall-button" onClick={() => openWall(navigate)} data-testid="open-wall">
          <Maximize size={16} aria-hidden />
          {t("monitor.wall")}
        </button>
      </header>
      <Strip figures={figures} visitors={visitors} today={monitor?.today} />
      <div className="monitor-main">
        <section
          className="monitor-scroll"
          aria-label={t(view === "agents" ? "monitor.agents" : "monitor.conversations")}
          {...holding}
          onKeyDown={moveByKeys}
        >
          {desk === "loading" ? (
            <SkeletonRows rows={8} height={56} />
          ) : desk === "failed" ? (
            <Failed title={t("monitor.failed")} error={problem ?? ApiProblem.offline()} retry={() => live().retryDesk()} />
          ) : view === "conversations" ? (
            <ConversationTable rows={rows} chosenId={conversationId} onWatch={watch} />
          ) : ordered.length === 0 ? (
            <Empty icon={UsersRound} title={t("monitor.nobody")} text={t("monitor.nobodyText")} />
          ) : (
            <>
              <div className="monitor-grid">
                {shown.map((card) => (
                  <AgentCard key={idOf(card)} card={card} chosenId={conversationId} onWatch={watch} onSignOut={setSigningOut} />
                ))}
              </div>
              {ordered.length > shown.length && (
                <div className="monitor-more">
                  <button type="button" className="link-button" onClick={() => setPages(pages + 1)} data-testid="monitor-more">
                    {t("monitor.moreAgents", { count: ordered.length - shown.length })}
                  </button>
                </div>
              )}
            </>
          )}
        </section>
        {conversationId ? (
          <WatchPanel key={conversationId} conversationId={conversationId} onClose={close} />
        ) : (
          <aside className="monitor-watch monitor-none">
            <Empty icon={Activity} title={t("monitor.chooseOne")} text={t("monitor.chooseOneText")} />
          </aside>
        )}
      </div>
      {signedOut && (
        <SuperviseDialog
          deed="sign_out"
          agent={{ id: signedOut.agent_id, name: signedOut.name }}
          onClose={() => setSigningOut(undefined)}
        />
      )}
    </main>
  );
}

/** The browser's full screen wants a click; without it the view fills the window. */
function openWall(navigate: (path: string) => unknown): void {
  void document.documentElement.requestFullscreen?.().catch(() => undefined);
  void navigate("/monitor/wall");
}

/** Arrows go from row to row, across cards. */
function moveByKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  rows[event.key === "ArrowDown" ? at + 1 : at - 1]?.focus();
}
