import type { Conditions, InvitationRule } from "@parlor/protocol";

type Of<Value> = { [Name in keyof Required<Conditions>]: Required<Conditions>[Name] extends Value ? Name : never }[keyof Conditions];

type SourceKind = NonNullable<Conditions["sources"]>[number];

export type ListName = Of<string[]>;
export type NumberName = Exclude<Of<number>, "event_count">;
/** What a rule can ask for; the count of an event belongs to the event. */
export type ConditionName = Exclude<keyof Conditions, "event_count">;

export const SOURCE_KINDS: readonly SourceKind[] = ["direct", "search", "social", "site", "campaign"];
export const LISTS: readonly ListName[] = ["pages", "not_pages", "source_names", "keywords", "places"];

/** Numbers with what they are counted in, their most, and what a new one begins with. */
export const NUMBERS: Record<NumberName, { max: number; first: number; unit?: "seconds" | "percent" | "pages" | "times" }> = {
  page_s: { max: 86_400, first: 30, unit: "seconds" },
  site_s: { max: 86_400, first: 60, unit: "seconds" },
  pages_seen: { max: 1_000, first: 3, unit: "pages" },
  visits_min: { max: 10_000, first: 2, unit: "times" },
  visits_max: { max: 10_000, first: 1, unit: "times" },
  scroll_percent: { max: 100, first: 60, unit: "percent" },
  cart_min: { max: 1e9, first: 100 },
};

export const CONDITIONS: readonly ConditionName[] = [
  "pages",
  "not_pages",
  "page_s",
  "site_s",
  "pages_seen",
  "scroll_percent",
  "exit_intent",
  "visits_min",
  "visits_max",
  "sources",
  "source_names",
  "keywords",
  "places",
  "cart_min",
  "event",
];

export function withCondition(when: Conditions, name: ConditionName): Conditions {
  if (name === "exit_intent") return { ...when, exit_intent: true };
  if (name === "event") return { ...when, event: "", event_count: 1 };
  if (name === "sources" || (LISTS as readonly string[]).includes(name)) return { ...when, [name]: [] };
  return { ...when, [name]: NUMBERS[name as NumberName].first };
}

export function withoutCondition(when: Conditions, name: ConditionName): Conditions {
  const next = { ...when };
  delete next[name];
  if (name === "event") delete next.event_count;
  return next;
}

/** What a rule of the list is called. */
export function ruleName(rule: InvitationRule, fallback: string): string {
  return rule.name.trim() || fallback;
}

/** What is wrong in a rule before anybody is asked. */
export function wrongRules(rules: readonly InvitationRule[]): { path: string; text: "name" | "text" | "event" }[] {
  return rules.flatMap((rule, i) => {
    const path = `invitations.rules[${i}]`;
    const wrong: { path: string; text: "name" | "text" | "event" }[] = [];
    if (!rule.name.trim()) wrong.push({ path: `${path}.name`, text: "name" });
    if (!Object.values(rule.texts ?? {}).some((text) => text.trim())) wrong.push({ path: `${path}.texts`, text: "text" });
    if (rule.when?.event !== undefined && !rule.when.event.trim()) wrong.push({ path: `${path}.when.event`, text: "event" });
    return wrong;
  });
}
