import type { PersonalSettings } from "@parlor/protocol";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../api/session.ts";
import { queryClient } from "./query.ts";

/** What an agent has set for themselves: automatic replies, sounds and signals, accepting; the same on every device. */
export const personalQuery = queryOptions({
  queryKey: ["personal-settings"],
  queryFn: ({ signal }) => call("get_personal_settings", {}, signal),
  staleTime: 5 * 60_000,
});

export function usePersonal(): PersonalSettings | undefined {
  return useQuery(personalQuery).data;
}

const RECENT_MAX = 3;

/** The last agents and departments to whom conversations were handed. A shortcut that gets lost is not worth a message. */
export async function rememberTarget(id: string): Promise<void> {
  try {
    const { version, transfer_targets = [] } = await queryClient.fetchQuery({ ...personalQuery, staleTime: 0 });
    if (transfer_targets[0] === id) return;
    const body = { version, transfer_targets: [id, ...transfer_targets.filter((each) => each !== id)].slice(0, RECENT_MAX) };
    queryClient.setQueryData(personalQuery.queryKey, await call("change_personal_settings", { body }));
  } catch {
    // Another device was faster, or we are off line.
  }
}
