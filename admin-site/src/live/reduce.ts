import type { ConversationView, Desk, Entry, ServerFrame, VisitorView } from "@parlor/protocol";
import type { LiveState } from "./state.ts";

/** Visitors who left stay in the table for so long. */
export const LEFT_VISITORS_MS = 3_600_000;
const LAST_TEXT_MAX = 80;

function withItem<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

/** The newer of two views of one conversation. `seq` orders them; reading only ever advances. */
export function newerView(old: ConversationView | undefined, view: ConversationView): ConversationView {
  if (!old) return view;
  if (view.seq < old.seq) return old;
  return {
    ...view,
    read_by_agent: Math.max(view.read_by_agent ?? 0, old.read_by_agent ?? 0),
    read_by_visitor: Math.max(view.read_by_visitor ?? 0, old.read_by_visitor ?? 0),
  };
}

/** What an entry of the log does to the conversation's row, for those whose view is not sent with every message. */
export function afterEntry(view: ConversationView, entry: Entry): ConversationView {
  if (entry.seq <= view.seq) return view;
  const next = { ...view, seq: entry.seq };
  switch (entry.kind) {
    case "message":
      next.last_at = entry.at;
      next.last_by = entry.by.role;
      next.last_text = entry.text.slice(0, LAST_TEXT_MAX);
      next.message_count = (view.message_count ?? 0) + 1;
      if (entry.by.role === "agent") delete next.waiting_since;
      else next.waiting_since ??= entry.at;
      return next;
    case "queued":
      delete next.agent_id;
      delete next.agent_name;
      delete next.transfer;
      return { ...next, state: "waiting", department_id: entry.department_id, waiting_since: entry.at };
    case "accepted":
      return { ...next, state: "active", agent_id: entry.agent_id, agent_name: entry.agent_name, accepted_at: entry.at };
    case "transferred":
      delete next.transfer;
      return { ...next, agent_id: entry.agent_id, agent_name: entry.agent_name };
    case "transfer_ended":
      delete next.transfer;
      return next;
    case "visitor_left":
      return { ...next, visitor_present: false };
    case "visitor_returned":
      return { ...next, visitor_present: true };
    case "closed":
      delete next.waiting_since;
      delete next.transfer;
      return { ...next, state: "closed", closed_at: entry.at };
    case "transfer_offered":
    case "void":
      return next;
  }
}

/** Takes a view into the state. */
export function withConversation(state: LiveState, view: ConversationView): LiveState {
  const old = state.conversations.get(view.conversation_id);
  const next = newerView(old, view);
  if (next === old) return state;
  const typing = next.state === "closed" ? without(state.typing, next.conversation_id) : state.typing;
  return { ...state, typing, conversations: withItem(state.conversations, next.conversation_id, next) };
}

/**
 * Takes the desk's snapshot. `touched` are the conversations and agents of which frames spoke since it was asked for:
 * where the snapshot does not know them, it is the older one. Others that it does not know have ended or left our sight;
 * those whose log is attached stay, because the log tells how they ended.
 */
export function withDesk(state: LiveState, desk: Desk, touched: ReadonlySet<string>): LiveState {
  const conversations = new Map<string, ConversationView>();
  for (const [id, view] of state.conversations) {
    if (touched.has(id) || state.logs.has(id)) conversations.set(id, view);
  }
  for (const view of [...desk.waiting, ...desk.mine, ...desk.colleagues]) {
    const id = view.conversation_id;
    conversations.set(id, newerView(state.conversations.get(id), view));
  }
  const agents = new Map(desk.agents.map((agent) => [agent.agent_id, agent]));
  for (const [id, agent] of state.agents) if (touched.has(id)) agents.set(id, agent);
  return {
    ...state,
    desk: "ready",
    deskProblem: undefined,
    conversations,
    agents,
    departments: [...desk.departments].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name)),
    ownState: agents.get(state.agentId)?.state ?? desk.state,
  };
}

/** Takes visitors, the newest view of each, and forgets those who left long ago. */
export function withVisitors(state: LiveState, views: readonly VisitorView[], now: number): LiveState {
  if (views.length === 0) return state;
  const visitors = new Map(state.visitors);
  for (const view of views) {
    const old = visitors.get(view.visitor_id);
    if (!old || (view.left_at ?? view.seen_at) >= (old.left_at ?? old.seen_at)) visitors.set(view.visitor_id, view);
  }
  for (const [id, view] of visitors) if (view.left_at && view.left_at < now - LEFT_VISITORS_MS) visitors.delete(id);
  return { ...state, visitors };
}

/** What a frame does to the state. Visitors' frames come in floods and are taken together by `withVisitors`. */
export function reduce(state: LiveState, frame: ServerFrame, now: number): LiveState {
  switch (frame.type) {
    case "conversation":
      return withConversation(state, frame.conversation);
    case "log":
      return withConversation(state, frame.conversation);
    case "entry": {
      const view = state.conversations.get(frame.conversation_id);
      const { entry } = frame;
      const spoke = entry.kind === "message" && entry.by.role === "visitor";
      const typing = spoke ? without(state.typing, frame.conversation_id) : state.typing;
      const next = view && afterEntry(view, entry);
      if (!next || (next === view && typing === state.typing)) return state;
      return { ...state, typing, conversations: withItem(state.conversations, frame.conversation_id, next) };
    }
    case "typing":
      if (frame.by !== "visitor") return state;
      return { ...state, typing: withItem(state.typing, frame.conversation_id, { text: frame.text ?? "", at: now }) };
    case "read": {
      const view = state.conversations.get(frame.conversation_id);
      if (!view) return state;
      return withRead(state, view, frame.by, frame.seq);
    }
    case "agent": {
      const agents = withItem(state.agents, frame.agent.agent_id, frame.agent);
      const ownState = frame.agent.agent_id === state.agentId ? frame.agent.state : state.ownState;
      return { ...state, agents, ownState };
    }
    case "invitation_sent":
      return { ...state, invited: withItem(state.invited, frame.visitor_id, now) };
    case "invitation_answered":
      return { ...state, invited: without(state.invited, frame.visitor_id) };
    case "visitor":
    case "ack":
    case "error":
    case "queue":
    case "invitation":
    case "pong":
      return state;
  }
}

export function withRead(state: LiveState, view: ConversationView, by: "visitor" | "agent", seq: number): LiveState {
  const field = by === "visitor" ? "read_by_visitor" : "read_by_agent";
  if (seq <= (view[field] ?? 0)) return state;
  return { ...state, conversations: withItem(state.conversations, view.conversation_id, { ...view, [field]: seq }) };
}
