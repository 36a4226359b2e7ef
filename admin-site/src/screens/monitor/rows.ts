import type { AgentState, AgentView, ConversationView } from "@parlor/protocol";

/** An agent on the wall with what they have. */
export interface AgentCard {
  agent: AgentView;
  /** Whose visitor has waited longest first, then the latest message. */
  conversations: ConversationView[];
  /** Since when the visitor waits who has waited longest for an answer. */
  unansweredSince: number | undefined;
  /** Longer than the company allows. */
  late: boolean;
}

export type StateFilter = "all" | "late" | AgentState;

export interface Filters {
  departmentId: string | undefined;
  state: StateFilter;
  lateFirst: boolean;
}

export interface WallFigures {
  waiting: number;
  longestSince: number | undefined;
  inProgress: number;
  /** Who receives now, of all who are shown. */
  receiving: number;
  agents: number;
  room: number;
}

const ORDER: readonly string[] = ["online", "busy", "away"];
const rank = (agent: AgentView) => (ORDER.includes(agent.state) ? ORDER.indexOf(agent.state) : ORDER.length);
const byNumber = (a: AgentView, b: AgentView) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1);
const INFINITE = Number.POSITIVE_INFINITY;
const since = (view: ConversationView) => view.waiting_since ?? INFINITE;

export function byUrgency(a: ConversationView, b: ConversationView): number {
  const [first, second] = [since(a), since(b)];
  return first === second ? b.last_at - a.last_at : first - second;
}

const isLate = (at: number | undefined, now: number, limitS: number) => at !== undefined && now - at > limitS * 1000;

/** The wall: those whose visitors wait too long first, if wished; then by state and number. `now` in the server's time. */
export function agentCards(
  agents: Iterable<AgentView>,
  conversations: Iterable<ConversationView>,
  filters: Filters,
  now: number,
  limitS: number,
): AgentCard[] {
  const byAgent = new Map<string, ConversationView[]>();
  for (const view of conversations) {
    if (view.state !== "active" || !view.agent_id) continue;
    const list = byAgent.get(view.agent_id);
    if (list) list.push(view);
    else byAgent.set(view.agent_id, [view]);
  }
  const cards: AgentCard[] = [];
  for (const agent of agents) {
    if (filters.departmentId && !agent.department_ids.includes(filters.departmentId)) continue;
    const own = (byAgent.get(agent.agent_id) ?? []).sort(byUrgency);
    const unansweredSince = own[0]?.waiting_since;
    const late = isLate(unansweredSince, now, limitS);
    if (filters.state === "late" ? !late : filters.state !== "all" && agent.state !== filters.state) continue;
    cards.push({ agent, conversations: own, unansweredSince, late });
  }
  return cards.sort((a, b) => {
    if (filters.lateFirst && a.late !== b.late) return a.late ? -1 : 1;
    if (filters.lateFirst && a.late) return (a.unansweredSince ?? 0) - (b.unansweredSince ?? 0);
    return rank(a.agent) - rank(b.agent) || byNumber(a.agent, b.agent);
  });
}

/** Waiting and active conversations in the order of who waits longest. */
export function conversationRows(
  conversations: Iterable<ConversationView>,
  filters: Filters,
  now: number,
  limitS: number,
): ConversationView[] {
  const rows: ConversationView[] = [];
  for (const view of conversations) {
    if (view.state === "closed" || (filters.departmentId && view.department_id !== filters.departmentId)) continue;
    if (filters.state === "late" && !isLate(view.waiting_since, now, limitS)) continue;
    rows.push(view);
  }
  return rows.sort(byUrgency);
}

export function wallFigures(agents: Iterable<AgentView>, conversations: Iterable<ConversationView>, departmentId?: string): WallFigures {
  const figures: WallFigures = { waiting: 0, longestSince: undefined, inProgress: 0, receiving: 0, agents: 0, room: 0 };
  for (const view of conversations) {
    if (departmentId && view.department_id !== departmentId) continue;
    if (view.state === "active") figures.inProgress++;
    if (view.state !== "waiting") continue;
    figures.waiting++;
    figures.longestSince = Math.min(figures.longestSince ?? INFINITE, view.waiting_since ?? view.opened_at);
  }
  for (const agent of agents) {
    if (departmentId && !agent.department_ids.includes(departmentId)) continue;
    figures.agents++;
    if (agent.state !== "online") continue;
    figures.receiving++;
    figures.room += Math.max(0, agent.ceiling - agent.load);
  }
  return figures;
}
