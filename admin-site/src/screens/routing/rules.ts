import { newUlid, type Routing, type RoutingRule } from "@parlor/protocol";
import type { FieldError } from "../../shared/field-path.ts";

export type Wrong = Omit<FieldError, "text"> & { text: "nobody" | "nowhere" | "noAreas" };

export const newRule = (): RoutingRule => ({ rule_id: newUlid(Date.now()), enabled: true });

const filled = (list: readonly unknown[] | undefined) => (list ?? []).length > 0;

/** What the server would refuse, found before it is asked. */
export function wrongRouting({ rules = [], service_areas: areas }: Routing): Wrong[] {
  const wrong = rules.flatMap((rule, i): Wrong[] => {
    if (rule.enabled === false) return [];
    const path = `routing.rules[${i}]`;
    const whom = filled(rule.pages) || filled(rule.referrers) || filled(rule.areas) || filled(rule.languages);
    const where = rule.department_id || rule.agent_id || rule.skill;
    return [
      ...(whom ? [] : [{ path: `${path}.pages`, text: "nobody" as const }]),
      ...(where ? [] : [{ path: `${path}.department_id`, text: "nowhere" as const }]),
    ];
  });
  const open = (areas?.mode ?? "all") === "all" || filled(areas?.areas);
  return open ? wrong : [...wrong, { path: "routing.service_areas.areas", text: "noAreas" }];
}
