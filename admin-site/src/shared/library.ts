import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/session.ts";

/** What agents have at hand while they write; changed in the library's screens. */
const STALE_MS = 5 * 60_000;

export const phrasesQuery = queryOptions({
  queryKey: ["canned-phrases"],
  queryFn: ({ signal }) => call("list_canned_phrases", {}, signal),
  staleTime: STALE_MS,
});
export const linksQuery = queryOptions({
  queryKey: ["links"],
  queryFn: ({ signal }) => call("list_links", {}, signal),
  staleTime: STALE_MS,
});
export const sharedFilesQuery = queryOptions({
  queryKey: ["shared-files"],
  queryFn: ({ signal }) => call("list_shared_files", {}, signal),
  staleTime: STALE_MS,
});
