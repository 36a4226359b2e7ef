import type {
  ConversationView,
  Desk,
  Entry,
  Message,
  Organized,
  ServerFrame,
  VisitorChangeView,
  VisitorsFrame,
  VisitorView,
} from "@parlor/protocol";
import { afterInternalEntry, withInternal, withInternalRead } from "./reduce-internal.ts";
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
    delivered_to_agent: Math.max(view.delivered_to_agent ?? 0, old.delivered_to_agent ?? 0),
    delivered_to_visitor: Math.max(view.delivered_to_visitor ?? 0, old.delivered_to_visitor ?? 0),
  };
}

/** What the row shows for a message without words. */
function kindOf(entry: Message): ConversationView["last_kind"] {
  if (entry.recalled) return "recalled";
  if (entry.file) return entry.file.type.startsWith("image/") ? "image" : "file";
  if (entry.page) return "page";
  if (entry.form) return "form";
  return entry.survey ? "survey" : "text";
}

/** What an entry of the log does to the conversation's row, for those whose view is not sent with every message. */
export function afterEntry(view: ConversationView, entry: Entry): ConversationView {
  if (entry.seq <= view.seq) return view;
  const next = { ...view, seq: entry.seq };
  switch (entry.kind) {
    case "message":
      // A private note is no word to or from the visitor.
      if (entry.note) return next;
      next.last_at = entry.at;
      next.last_by = entry.by.role;
      next.last_text = entry.text.slice(0, LAST_TEXT_MAX);
      next.last_kind = kindOf(entry);
      next.message_count = (view.message_count ?? 0) + 1;
      if (entry.by.role === "visitor") {
        next.waiting_since ??= entry.at;
        delete next.snoozed_until;
        delete next.snoozed_at;
      }
      // What is said by itself is no answer.
      if (entry.by.role === "agent" && !entry.automatic) delete next.waiting_since;
      return next;
    case "queued":
      delete next.agent_id;
      delete next.agent_name;
      delete next.transfer;
      delete next.members;
      return { ...next, state: "waiting", department_id: entry.department_id, waiting_since: entry.at };
    case "accepted":
      return { ...next, state: "active", agent_id: entry.agent_id, agent_name: entry.agent_name, accepted_at: entry.at };
    case "transferred":
      delete next.transfer;
      return { ...withoutMember(next, entry.agent_id), agent_id: entry.agent_id, agent_name: entry.agent_name };
    case "joined":
      if (next.transfer?.join && next.transfer.to_agent_id === entry.agent_id) delete next.transfer;
      return { ...next, members: [...(view.members ?? []), { agent_id: entry.agent_id, name: entry.agent_name }] };
    case "left":
      return withoutMember(next, entry.agent_id);
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
      delete next.members;
      return { ...next, state: "closed", closed_at: entry.at };
    case "rated":
      return entry.score === undefined ? next : { ...next, score: entry.score };
    case "visitor_named":
      return { ...next, visitor_name: entry.name };
    case "organized":
      return organized(next, entry);
    case "wrapped_up": {
      const { topic_id, topic = "", value = "valid", note = "", at } = entry;
      return { ...next, wrap_up: { topic, value, note, at, ...(topic_id ? { topic_id } : {}) } };
    }
    case "recalled":
    case "form_answered":
    case "transfer_offered":
    case "void":
    case "group_opened":
    case "members_joined":
    case "member_left":
    case "group_renamed":
      return next;
  }
}

function withoutMember(view: ConversationView, agentId: string): ConversationView {
  return view.members ? { ...view, members: view.members.filter((member) => member.agent_id !== agentId) } : view;
}

function organized(view: ConversationView, entry: Organized): ConversationView {
  const next = { ...view, labels: entry.labels, priority: entry.priority ?? "normal" };
  if (entry.snoozed_until === undefined) {
    delete next.snoozed_until;
    delete next.snoozed_at;
  } else if (entry.snoozed_until !== view.snoozed_until) {
    next.snoozed_until = entry.snoozed_until;
    next.snoozed_at = entry.at;
  }
  return next;
}

/** Takes a view into the state. */
export function withConversation(state: LiveState, view: ConversationView): LiveState {
  const old = state.conversations.get(view.conversation_id);
  const next = newerView(old, view);
  if (next === old) return state;
  const typing = next.state === "closed" ? without(state.typing, next.conversation_id) : state.typing;
  // Answered, ended or somebody else's: nothing is left to remind of.
  const answered = next.waiting_since === undefined || next.agent_id !== state.agentId;
  const reminders = answered ? without(state.reminders, next.conversation_id) : state.reminders;
  return { ...state, typing, reminders, conversations: withItem(state.conversations, next.conversation_id, next) };
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
    unwrapped: desk.unwrapped ?? 0,
  };
}

/** The later, the newer: of two views of one visitor. */
const newness = (view: VisitorView) => Math.max(view.changed_at ?? 0, view.left_at ?? 0, view.seen_at);

/** Takes visitors, the newest view of each, and forgets those who left long ago. */
export function withVisitors(state: LiveState, views: readonly VisitorView[], now: number): LiveState {
  if (views.length === 0) return state;
  const changes = new Map<string, VisitorView | undefined>();
  for (const view of views) {
    const old = changes.get(view.visitor_id) ?? state.visitors.get(view.visitor_id);
    if (!old || newness(view) >= newness(old)) changes.set(view.visitor_id, view);
  }
  const visitors = state.visitors.with(changes);
  const past = new Map<string, undefined>();
  for (const view of visitors.values()) if (view.left_at && view.left_at < now - LEFT_VISITORS_MS) past.set(view.visitor_id, undefined);
  return { ...state, visitors: visitors.with(past) };
}

/** What visitors did within a second. A part that is older than what is known changes nothing: frames may come twice. */
export function withVisitorChanges(state: LiveState, frame: VisitorsFrame): LiveState {
  const { changes = [], outside = [], online } = frame;
  if (changes.length + outside.length === 0) return online === state.online ? state : { ...state, online };
  const visitors = new Map<string, VisitorView | undefined>();
  for (const change of changes) {
    const next = afterChange(visitors.get(change.visitor_id) ?? state.visitors.get(change.visitor_id), change);
    if (next) visitors.set(change.visitor_id, next);
  }
  for (const id of outside) visitors.set(id, undefined);
  return { ...state, visitors: state.visitors.with(visitors), online };
}

function afterChange(old: VisitorView | undefined, { visitor, page }: VisitorChangeView): VisitorView | undefined {
  if (!old) return visitor && page ? visitor : undefined;
  const base = visitor && (visitor.changed_at ?? 0) >= (old.changed_at ?? 0) ? visitor : old;
  // A visit that began anew begins with its own page.
  if (page && (page.at >= old.seen_at || base.entered_at > old.seen_at)) {
    return { ...base, seen_at: page.at, page_url: page.url, page_title: page.title, page_count: page.count };
  }
  if (base === old) return old;
  const { seen_at, page_url, page_title, page_count } = old;
  return { ...base, seen_at, page_url, page_title, page_count };
}

/** What a frame does to the state. */
export function reduce(state: LiveState, frame: ServerFrame, now: number): LiveState {
  switch (frame.type) {
    case "conversation":
      return withConversation(state, frame.conversation);
    case "log":
      return withConversation(state, frame.conversation);
    case "internal_conversation":
    case "internal_log":
      return withInternal(state, frame.conversation);
    case "internal_left":
      return { ...state, internal: without(state.internal, frame.conversation_id) };
    case "internal_read":
      return withInternalRead(state, frame.conversation_id, frame.seq);
    case "entry": {
      const internal = state.internal.get(frame.conversation_id);
      if (internal) return withInternal(state, afterInternalEntry(internal, frame.entry, state.agentId));
      const view = state.conversations.get(frame.conversation_id);
      const { entry } = frame;
      const spoke = entry.kind === "message" && entry.by.role === "visitor";
      const typing = spoke ? without(state.typing, frame.conversation_id) : state.typing;
      const next = view && afterEntry(view, entry);
      if (!next || (next === view && typing === state.typing)) return state;
      const reminders = next.waiting_since === undefined ? without(state.reminders, frame.conversation_id) : state.reminders;
      return { ...state, typing, reminders, conversations: withItem(state.conversations, frame.conversation_id, next) };
    }
    case "typing":
      if (frame.by !== "visitor") return state;
      return { ...state, typing: withItem(state.typing, frame.conversation_id, { text: frame.text ?? "", at: now }) };
    case "read": {
      const view = state.conversations.get(frame.conversation_id);
      if (!view) return state;
      return withRead(state, view, frame.by, frame.seq);
    }
    case "delivered": {
      const view = state.conversations.get(frame.conversation_id);
      if (!view) return state;
      return withDelivered(state, view, frame.to, frame.seq);
    }
    case "reminder": {
      const reminder = { waitingSince: frame.waiting_since, reassignAt: frame.reassign_at };
      return { ...state, reminders: withItem(state.reminders, frame.conversation_id, reminder) };
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
    case "signed_out":
      return { ...state, signedOutBy: frame.by };
    case "visitors":
      return withVisitorChanges(state, frame);
    case "history":
    case "ack":
    case "error":
    case "queue":
    case "invitation":
    case "staff_notice":
    case "facts":
    case "pong":
      return state;
  }
}

export function withRead(state: LiveState, view: ConversationView, by: "visitor" | "agent", seq: number): LiveState {
  return withMark(state, view, by === "visitor" ? "read_by_visitor" : "read_by_agent", seq);
}

export function withDelivered(state: LiveState, view: ConversationView, to: "visitor" | "agent", seq: number): LiveState {
  return withMark(state, view, to === "visitor" ? "delivered_to_visitor" : "delivered_to_agent", seq);
}

type Mark = "read_by_visitor" | "read_by_agent" | "delivered_to_visitor" | "delivered_to_agent";

/** Marks only ever advance. */
function withMark(state: LiveState, view: ConversationView, field: Mark, seq: number): LiveState {
  if (seq <= (view[field] ?? 0)) return state;
  return { ...state, conversations: withItem(state.conversations, view.conversation_id, { ...view, [field]: seq }) };
}
