import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

export const stylesKey = ["styles"] as const;

/** All styles, in short. */
export const stylesQuery = queryOptions({ queryKey: stylesKey, queryFn: ({ signal }) => call("list_styles", {}, signal) });

/** One style's draft. Whoever edits it keeps their own copy, so each look at it begins with what the server has. */
export const styleQuery = (styleId: string) =>
  queryOptions({
    queryKey: ["style", styleId],
    queryFn: ({ signal }) => call("get_style", { path: { style_id: styleId } }, signal),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const publicationsQuery = (styleId: string, version: number) =>
  queryOptions({
    queryKey: ["style-publications", styleId, version],
    queryFn: ({ signal }) => call("list_publications", { path: { style_id: styleId } }, signal),
  });
