import type { AgentView, ConversationView, Entry } from "@parlor/protocol";
import type { LiveState } from "./state.ts";

export interface ConversationGroups {
  /** The most urgent first, then the longest wait. */
  waiting: ConversationView[];
  /** Those that we have and those that we have joined: the most urgent first, then the latest message; whose visitor left have sunk. */
  mine: ConversationView[];
  colleagues: ConversationView[];
  /** Ours that sleep until a time or until the visitor writes; the next to wake first. */
  snoozed: ConversationView[];
  /** Ended while we looked, the latest first. */
  closed: ConversationView[];
}

const present = (view: ConversationView) => view.visitor_present !== false;
const RANK = { urgent: 0, high: 1, normal: 2, low: 3 } as const;
const urgentFirst = (a: ConversationView, b: ConversationView) => RANK[a.priority ?? "normal"] - RANK[b.priority ?? "normal"];

/** Put off until a time that has not come, and the visitor has not written since. */
export function isAsleep(view: ConversationView, now: number): boolean {
  if (view.state !== "active" || view.snoozed_until === undefined || view.snoozed_until <= now) return false;
  return view.last_by !== "visitor" || view.last_at <= (view.snoozed_at ?? 0);
}

/** Whether an agent has the conversation or has joined it. */
export function takesPart(view: ConversationView, agentId: string): boolean {
  return view.agent_id === agentId || (view.members?.some((member) => member.agent_id === agentId) ?? false);
}

const latestFirst = (a: ConversationView, b: ConversationView) => b.last_at - a.last_at || (a.conversation_id < b.conversation_id ? 1 : -1);

/** `now` in the server's time. */
export function groupConversations(state: Pick<LiveState, "conversations" | "agentId">, now = Date.now()): ConversationGroups {
  const groups: ConversationGroups = { waiting: [], mine: [], snoozed: [], colleagues: [], closed: [] };
  for (const view of state.conversations.values()) {
    if (view.state === "waiting") groups.waiting.push(view);
    else if (view.state === "closed") {
      if (view.agent_id === state.agentId) groups.closed.push(view);
    } else if (takesPart(view, state.agentId)) (isAsleep(view, now) ? groups.snoozed : groups.mine).push(view);
    else groups.colleagues.push(view);
  }
  groups.waiting.sort((a, b) => urgentFirst(a, b) || (a.waiting_since ?? a.opened_at) - (b.waiting_since ?? b.opened_at));
  groups.mine.sort((a, b) => Number(present(b)) - Number(present(a)) || urgentFirst(a, b) || latestFirst(a, b));
  groups.snoozed.sort((a, b) => (a.snoozed_until ?? 0) - (b.snoozed_until ?? 0));
  groups.colleagues.sort((a, b) => Number(present(b)) - Number(present(a)) || latestFirst(a, b));
  groups.closed.sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0));
  return groups;
}

/** Messages of the visitor that nobody of us has read. */
export function unreadCount(view: ConversationView, entries: readonly Entry[] | undefined): number {
  const read = view.read_by_agent ?? 0;
  let count = 0;
  for (let i = (entries?.length ?? 0) - 1; i >= 0; i--) {
    const entry = entries?.[i];
    if (!entry || entry.seq <= read) break;
    if (entry.kind === "message" && entry.by.role === "visitor") count++;
  }
  return count;
}

/** calm: nobody waits; wait: the visitor waits for us; late: longer than the company allows. */
export type Urgency = "calm" | "wait" | "late";

export function urgencyOf(view: ConversationView, now: number, waitLimitS: number): Urgency {
  if (view.waiting_since === undefined || view.state === "closed") return "calm";
  return now - view.waiting_since > waitLimitS * 1000 ? "late" : "wait";
}

/** After the one that is open, in the order of the list: first the next whose visitor waits, else simply the next. */
export function nextConversation(mine: readonly ConversationView[], currentId: string | undefined): ConversationView | undefined {
  if (mine.length === 0) return undefined;
  const start = mine.findIndex((view) => view.conversation_id === currentId) + 1;
  const around = [...mine.slice(start), ...mine.slice(0, start)].filter((view) => view.conversation_id !== currentId);
  return around.find((view) => view.waiting_since !== undefined) ?? around[0];
}

export function loadOf(agents: readonly AgentView[]): { load: number; ceiling: number } {
  let load = 0;
  let ceiling = 0;
  for (const agent of agents) {
    load += agent.load;
    if (agent.state === "online" || agent.state === "busy") ceiling += agent.ceiling;
  }
  return { load, ceiling };
}

export function canReceive(agent: AgentView): boolean {
  return (agent.state === "online" || agent.state === "busy") && agent.load < agent.ceiling;
}

/** By name if one is known, else by number. */
export function visitorLabel(view: { visitor_name?: string; name?: string; visitor_number: string }): string {
  return view.visitor_name || view.name || view.visitor_number;
}

/** Puts `items` where they stood in `order`; new ones come at the end, gone ones leave no hole. */
export function keepPlaces<T>(items: readonly T[], order: readonly string[], id: (item: T) => string): T[] {
  const byId = new Map(items.map((item) => [id(item), item]));
  const kept: T[] = [];
  for (const key of order) {
    const item = byId.get(key);
    if (item === undefined) continue;
    kept.push(item);
    byId.delete(key);
  }
  for (const item of items) if (byId.has(id(item))) kept.push(item);
  return kept;
}
