import type { Service, Switches } from "@parlor/protocol";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../api/session.ts";

/** How the company serves: read with every screen that shows conversations, changed rarely. */
export const serviceQuery = queryOptions({
  queryKey: ["service"],
  queryFn: ({ signal }) => call("get_service", {}, signal),
  staleTime: 5 * 60_000,
});

export function useService(): Service | undefined {
  return useQuery(serviceQuery).data;
}

const AS_EVERYBODY: Required<Switches> = {
  visitor_files: true,
  visitor_capture: true,
  recall: true,
  read_marks: true,
  transcripts: true,
  survey_at_end: true,
  pushed_pages_at_once: false,
  wrap_up: true,
};

/** What is allowed in a conversation; until it is known, what most companies allow. */
export function useSwitches(): Required<Switches> {
  return { ...AS_EVERYBODY, ...useService()?.switches };
}
