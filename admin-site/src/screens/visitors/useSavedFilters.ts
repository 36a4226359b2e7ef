import type { PersonalSettings, VisitorFilter } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

const KEY = ["personal-settings"];
const NONE: readonly VisitorFilter[] = [];

/** The filters that one has put down; they lie on the server, so that they are there on every machine. */
export function useSavedFilters() {
  const cache = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call("get_personal_settings", {}, signal) });
  const change = async (next: (before: readonly VisitorFilter[]) => VisitorFilter[]) => {
    // Another machine may have changed them since.
    const now: PersonalSettings = await call("get_personal_settings", {});
    const body = { version: now.version, visitor_filters: next(now.visitor_filters ?? NONE) };
    cache.setQueryData(KEY, await call("change_personal_settings", { body }));
  };
  return {
    filters: data?.visitor_filters ?? NONE,
    save: (filter: VisitorFilter) => change((before) => [...before.filter((each) => each.name !== filter.name), filter]),
    remove: (name: string) => change((before) => before.filter((each) => each.name !== name)),
  };
}
