import type { ConversationView } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { call } from "../api/session.ts";
import { useSwitches } from "../shared/service.ts";
import { useLive } from "./index.ts";
import { newerView } from "./reduce.ts";

const NONE: readonly ConversationView[] = [];

/**
 * Ended conversations of ours that wait for their topic, the latest first: those that the server knew when the desk was asked
 * for, and what has happened since. The server is asked only if it has said that there are some.
 */
export function useUnwrapped(): readonly ConversationView[] {
  const { wrap_up: wanted } = useSwitches();
  const agentId = useLive((state) => state.agentId);
  const count = useLive((state) => state.unwrapped);
  const conversations = useLive((state) => state.conversations);
  const { data } = useQuery({
    queryKey: ["unwrapped", agentId, count],
    queryFn: ({ signal }) => call("list_unwrapped", {}, signal),
    enabled: wanted && count > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const listed = data?.conversations ?? NONE;
  return useMemo(() => {
    if (!wanted) return NONE;
    const byId = new Map(listed.map((view) => [view.conversation_id, view]));
    for (const view of conversations.values()) {
      if (view.state === "closed" && view.agent_id === agentId)
        byId.set(view.conversation_id, newerView(byId.get(view.conversation_id), view));
    }
    const open = [...byId.values()].filter((view) => !view.wrap_up);
    return open.sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0));
  }, [wanted, listed, conversations, agentId]);
}
