import type { Entry, InternalView } from "@parlor/protocol";
import type { LiveState } from "./state.ts";

const LAST_TEXT_MAX = 80;

/** Takes the newer of two views; how far we have read only grows, and pushes to all members do not tell it. */
function newer(old: InternalView | undefined, view: InternalView): InternalView {
  if (!old) return view;
  const read_seq = Math.max(old.read_seq ?? 0, view.read_seq ?? 0);
  return { ...(view.seq >= old.seq ? view : old), read_seq };
}

export function withInternal(state: LiveState, view: InternalView): LiveState {
  const old = state.internal.get(view.conversation_id);
  if (old === view) return state;
  return { ...state, internal: new Map(state.internal).set(view.conversation_id, newer(old, view)) };
}

/** The list as the server has it. What frames told since it was asked for (`touched`) stays, whatever the list says. */
export function withInternalList(state: LiveState, views: readonly InternalView[], touched: ReadonlySet<string>): LiveState {
  const internal = new Map(views.map((view) => [view.conversation_id, newer(state.internal.get(view.conversation_id), view)]));
  for (const id of touched) {
    const view = state.internal.get(id);
    if (view) internal.set(id, view);
    else internal.delete(id);
  }
  return { ...state, internal, internalStatus: "ready" };
}

export function withInternalRead(state: LiveState, id: string, seq: number): LiveState {
  const view = state.internal.get(id);
  if (!view || seq <= (view.read_seq ?? 0)) return state;
  return { ...state, internal: new Map(state.internal).set(id, { ...view, read_seq: seq }) };
}

/** What an entry does to the conversation's row. What we do ourselves we have seen. */
export function afterInternalEntry(view: InternalView, entry: Entry, agentId: string): InternalView {
  if (entry.seq <= view.seq) return view;
  const next = { ...view, seq: entry.seq };
  if (entry.by.id === agentId) next.read_seq = entry.seq;
  switch (entry.kind) {
    case "message":
      next.last_at = entry.at;
      next.last_text = entry.text.slice(0, LAST_TEXT_MAX);
      next.last_kind = entry.file ? (entry.file.type.startsWith("image/") ? "image" : "file") : "text";
      next.message_count = (view.message_count ?? 0) + 1;
      if (entry.by.id) next.last_by_id = entry.by.id;
      return next;
    case "recalled":
      return next;
    case "members_joined":
      return { ...next, members: [...view.members, ...entry.members.filter((each) => !isMember(view, each.agent_id))] };
    case "member_left":
      return { ...next, members: view.members.filter((each) => each.agent_id !== entry.agent_id) };
    case "group_renamed":
      return { ...next, name: entry.name };
    default:
      return next;
  }
}

export function isMember(view: InternalView, agentId: string): boolean {
  return view.members.some((each) => each.agent_id === agentId);
}

/** What is behind our mark, unless we wrote last. */
export function internalUnread(view: InternalView, agentId: string): number {
  if (view.last_by_id === agentId) return 0;
  return Math.max(0, view.seq - (view.read_seq ?? 0));
}

/** All of them together, for the sign on the rail. */
export function internalUnreadTotal(state: Pick<LiveState, "internal" | "agentId">): number {
  let total = 0;
  for (const view of state.internal.values()) total += internalUnread(view, state.agentId);
  return total;
}

/** The colleague of a pair. */
export function otherOf(view: InternalView, agentId: string): { agent_id: string; name: string } | undefined {
  return view.kind === "pair" ? view.members.find((each) => each.agent_id !== agentId) : undefined;
}
