import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/session.ts";

/** What an agent has set for themselves: automatic replies, sounds and signals. */
export const personalQuery = queryOptions({
  queryKey: ["personal-settings"],
  queryFn: ({ signal }) => call("get_personal_settings", {}, signal),
  staleTime: 5 * 60_000,
});
