import { useEffect, useReducer } from "react";
import { call } from "../api/session.ts";
import { meQuery } from "../shared/me.tsx";
import { queryClient } from "../shared/query.ts";
import { useStore } from "../shared/store.ts";
import { LiveSession } from "./session.ts";
import type { LiveState } from "./state.ts";

let session: LiveSession | undefined;

/** Connects as an agent; an earlier connection ends. */
export function startLive(agentId: string): LiveSession {
  session?.stop();
  session = new LiveSession(agentId, {
    ticket: () => call("create_socket_ticket", {}),
    desk: () => call("get_desk", {}),
    internal: () => call("list_internal_conversations", {}),
    visitors: (query) => call("list_visitors", { query }),
    mayWatch: () => queryClient.getQueryData(meQuery.queryKey)?.rights.includes("watch") ?? false,
  });
  session.start();
  return session;
}

export function stopLive(): void {
  session?.stop();
  session = undefined;
}

/** The connection of the agent who is signed in. Only for screens inside the shell, where there is one. */
export function live(): LiveSession {
  if (!session) throw new Error("not signed in");
  return session;
}

/** Follows a part of what is live. */
export function useLive<Selected>(select: (state: LiveState) => Selected): Selected {
  return useStore(live().store, select);
}

/** The server's time, again every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return session?.now() ?? Date.now();
}
