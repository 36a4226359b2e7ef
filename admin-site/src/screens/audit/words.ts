import { fullTime } from "@parlor/design";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useKnownText } from "../../shared/known-text.ts";
import { useMe } from "../../shared/me.tsx";
import { useService } from "../../shared/service.ts";

/** Numbers between these are moments, in milliseconds since 1970 UTC. */
const FIRST_MOMENT = Date.UTC(2015);
const LAST_MOMENT = Date.UTC(2100);

export interface AuditWords {
  action: (action: string) => string;
  kind: (kind: string) => string;
  right: (right: string) => string;
  /** What a changed thing is called: the parts of its path in words. */
  field: (path: string) => string;
  /** A value as people read it: names for departments, words for yes and no, times as times. */
  value: (value: unknown) => string;
}

/** The names of the audit log in words; one that the catalogue does not know stays as it is. */
export function useAuditWords(): AuditWords {
  const { t } = useTranslation();
  const known = useKnownText();
  const me = useMe();
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const roles = useQuery({ queryKey: ["roles"], queryFn: ({ signal }) => call("list_roles", {}, signal) });
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const service = useService();
  const names = new Map([
    ...(departments.data?.departments ?? []).map((each): [string, string] => [each.department_id, each.name]),
    ...(agents.data?.agents ?? []).map((each): [string, string] => [each.agent_id, each.name]),
    ...(service?.topics ?? []).map((each): [string, string] => [each.topic_id, each.name]),
    ...(service?.labels ?? []).map((each): [string, string] => [each.label_id, each.name]),
    ...(roles.data?.roles ?? []).map((each): [string, string] => [each.role_id, each.name]),
  ]);
  const part = (text: string) => {
    const [, name = text, place = ""] = /^(\w+)\[(\d+)\]$/.exec(text) ?? [];
    return `${known([`audit.field.${name}`, `rules.switch.${name}`, `rules.${name}`], names.get(name) ?? name)} ${place}`.trim();
  };
  const value = (said: unknown): string => {
    if (said === undefined || said === null || said === "") return "—";
    if (typeof said === "boolean") return t(said ? "audit.yes" : "audit.no");
    if (typeof said === "number") return said > FIRST_MOMENT && said < LAST_MOMENT ? fullTime(said, me.time_zone) : String(said);
    if (Array.isArray(said)) return said.map(value).join(t("common.comma")) || "—";
    const text = String(said);
    return names.get(text) ?? known([`rights.name.${text}`, `role.${text}`, `audit.value.${text}`], text);
  };
  return {
    action: (action) => known([`audit.action.${action.replace(".", "_")}`], action),
    kind: (kind) => known([`audit.kind.${kind}`], kind),
    right: (right) => known([`rights.name.${right}`], right),
    field: (path) => path.split(".").map(part).join(" › "),
    value,
  };
}
