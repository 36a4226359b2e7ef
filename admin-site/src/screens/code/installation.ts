import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

/** Where a style has been seen, and what is known of `url`, if one is given. */
export const installationQuery = (styleId: string, url: string) =>
  queryOptions({
    queryKey: ["installation", styleId, url],
    queryFn: ({ signal }) => call("check_installation", { path: { style_id: styleId }, query: { url } }, signal),
  });
