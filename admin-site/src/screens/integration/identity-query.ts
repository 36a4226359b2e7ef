import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

const LOOK_AGAIN_MS = 10_000;

/** While somebody builds the site, the check looks again by itself. */
export const identityQuery = queryOptions({
  queryKey: ["identity"],
  queryFn: ({ signal }) => call("get_identity_settings", {}, signal),
  refetchInterval: LOOK_AGAIN_MS,
});
