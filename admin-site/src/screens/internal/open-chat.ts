import { call } from "../../api/session.ts";
import { live } from "../../live/index.ts";

/** The conversation with a colleague, made if there is none. Answers with its id. */
export async function openChat(agentId: string): Promise<string> {
  const view = await call("open_internal_pair", { body: { agent_id: agentId } });
  live().knowInternal(view);
  return view.conversation_id;
}
