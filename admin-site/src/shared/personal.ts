import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/session.ts";

/** An agent's own settings. */
export const personalQuery = queryOptions({
  queryKey: ["personal-settings"],
  queryFn: ({ signal }) => call("get_personal_settings", {}, signal),
  staleTime: 5 * 60_000,
});
