import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) => call("list_api_keys", {}, signal),
});
