import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

export const blocksQuery = queryOptions({
  queryKey: ["blocks"],
  queryFn: ({ signal }) => call("list_blocks", {}, signal),
});
