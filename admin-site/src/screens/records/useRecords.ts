import type { RecordConditions, RecordFacts, RecordList } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { call } from "../../api/session.ts";
import type { Period } from "../../shared/periods.ts";
import { searchPage, simple } from "./search.ts";

/** The list by time, agent and visitor; with other conditions, a search of the archive. */
export function useRecords(period: Period, conditions: RecordConditions) {
  const narrowed = simple(conditions);
  const list = useInfiniteQuery({
    queryKey: ["conversations", period, conditions],
    queryFn: ({ pageParam, signal }): Promise<RecordList> => {
      if (!narrowed) return searchPage((body) => call("search_records", { body }, signal), period, conditions, pageParam || undefined);
      return call("list_conversations", { query: { ...period, ...narrowed, ...(pageParam ? { cursor: pageParam } : {}) } }, signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const rows = useDeferredValue(list.data?.pages.flatMap((page) => page.conversations) ?? []);
  const facts: Record<string, RecordFacts> = Object.assign({}, ...(list.data?.pages.map((page) => page.facts ?? {}) ?? []));
  return { list, rows, facts, searching: !narrowed && list.isFetching };
}
