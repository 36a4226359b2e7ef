import type { Monitor } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { call } from "../../api/session.ts";
import { live } from "../../live/index.ts";

/** Milliseconds. */
const FIGURES_EVERY_MS = 10_000;
/** Messages in conversations of others are not pushed to us: who waits for an answer is asked for. */
const DESK_EVERY_MS = 15_000;

/** The figures of the dashboard, again and again, and the desk's lists with them. `always`: also when the page is not seen. */
export function useMonitor(always = false): {
  monitor: Monitor | undefined;
  failed: boolean;
  updatedAt: number;
  error: unknown;
  retry: () => void;
} {
  const query = useQuery({
    queryKey: ["monitor"],
    queryFn: ({ signal }) => call("get_monitor", {}, signal),
    refetchInterval: FIGURES_EVERY_MS,
    refetchIntervalInBackground: always,
  });
  useEffect(() => {
    const refresh = () => {
      if (always || !document.hidden) void live().refreshDesk();
    };
    refresh();
    const timer = setInterval(refresh, DESK_EVERY_MS);
    return () => clearInterval(timer);
  }, [always]);
  return {
    monitor: query.data,
    failed: query.isError,
    updatedAt: query.dataUpdatedAt,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
