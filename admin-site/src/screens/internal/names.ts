import type { AgentView, InternalView } from "@parlor/protocol";
import { otherOf } from "../../live/reduce-internal.ts";

/** A pair is called after the colleague, by the name of today if they are still there. */
export function titleOf(view: InternalView, agentId: string, agents: ReadonlyMap<string, AgentView>): string {
  if (view.kind === "group") return view.name ?? "";
  const other = otherOf(view, agentId);
  return (other && agents.get(other.agent_id)?.name) ?? other?.name ?? "";
}

/** The latest first. A pair in which nobody has said anything is only there while it is open. */
export function listed(internal: ReadonlyMap<string, InternalView>, currentId: string | undefined): InternalView[] {
  return [...internal.values()]
    .filter((view) => view.seq > 0 || view.conversation_id === currentId)
    .sort((a, b) => b.last_at - a.last_at || (a.conversation_id < b.conversation_id ? 1 : -1));
}
