import { call } from "../../api/session.ts";

export const ownAccessQuery = {
  queryKey: ["own-access"],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("get_own_access", {}, signal),
};

export const ownSessionsQuery = {
  queryKey: ["own-sessions"],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("list_own_sessions", {}, signal),
};

export const signInRulesQuery = {
  queryKey: ["sign-in-rules"],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("get_sign_in_rules", {}, signal),
};
