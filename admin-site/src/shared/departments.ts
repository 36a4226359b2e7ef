import type { Department } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/session.ts";

const NONE: readonly Department[] = [];

/** The company's departments; none until they are there. */
export function useDepartments(): readonly Department[] {
  return useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) }).data?.departments ?? NONE;
}
