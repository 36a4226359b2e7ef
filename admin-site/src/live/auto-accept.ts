import type { ConversationView } from "@parlor/protocol";
import { createStore, useStore } from "../shared/store.ts";
import type { LiveState } from "./state.ts";

/** Whom the desk takes by itself, and when, in the server's time. */
export interface AutoAccept {
  conversationId: string;
  at: number;
}

export const autoAccept = createStore<AutoAccept | undefined>(undefined);

/** When the desk takes this visitor by itself; undefined when it does not. */
export function useAutoAcceptAt(conversationId: string): number | undefined {
  return useStore(autoAccept, (next) => (next?.conversationId === conversationId ? next.at : undefined));
}

/** Who has waited longest in our departments and is still there, if we have room for them. */
export function nextToAccept(
  state: Pick<LiveState, "conversations" | "agents" | "agentId" | "ownState" | "link">,
  departments: readonly string[],
): string | undefined {
  const own = state.agents.get(state.agentId);
  if (state.link.status !== "open" || state.ownState !== "online" || !own || own.load >= own.ceiling) return undefined;
  let longest: ConversationView | undefined;
  for (const view of state.conversations.values()) {
    if (view.state !== "waiting" || view.visitor_present === false || !departments.includes(view.department_id)) continue;
    if (!longest || since(view) < since(longest)) longest = view;
  }
  return longest?.conversation_id;
}

const since = (view: ConversationView) => view.waiting_since ?? view.opened_at;
