import type { OneOf, RecordConditions } from "@parlor/protocol";
import type { Period } from "./periods.ts";

/**
 * The conditions in the address of the screen, so that a search can be gone back to, kept and sent to a colleague; the reports lead here by
 * the same names (docs/records.md). A list is its parameter several times over; `not.` stands before what must not be; an empty value is
 * what is not known.
 */

type List = { [Key in keyof OneOf]-?: NonNullable<OneOf[Key]> extends string[] ? Key : never }[keyof OneOf];
type Single = Exclude<keyof RecordConditions, keyof OneOf | "none_of" | "visitor_ids">;

const LISTS: Record<string, List | "visitor_ids"> = {
  agent: "agent_ids",
  department: "department_ids",
  style: "style_ids",
  topic: "topic_ids",
  label: "label_ids",
  country: "countries",
  province: "provinces",
  city: "cities",
  source: "sources",
  engine: "engines",
  referrer: "referrers",
  keyword: "keywords",
  browser: "browsers",
  system: "systems",
  device: "devices",
  page: "pages",
  visitor_id: "visitor_ids",
};
const TEXTS: Record<string, Single> = { visitor: "visitor", on_page: "page", ip: "ip" };
const NUMBERS: Record<string, Single> = {
  score_min: "score_min",
  score_max: "score_max",
  messages_min: "messages_min",
  messages_max: "messages_max",
  length_min: "length_min_s",
  length_max: "length_max_s",
};
const FLAGS: Record<string, Single> = { card: "card", accepted: "accepted" };
const VALUES = ["valid", "invalid", "open"] as const;
const NOT = "not.";
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const KNOWN: Partial<Record<List | "visitor_ids", readonly string[]>> = {
  sources: ["direct", "search", "social", "site", "campaign", ""],
  devices: ["computer", "phone", "tablet", "robot", ""],
};

/** Whether a value can be one of the list: those of a mistyped address would be refused as a whole. */
function fits(list: List | "visitor_ids", value: string): boolean {
  return list.endsWith("_ids") ? ULID.test(value) : (KNOWN[list]?.includes(value) ?? value.length <= 300);
}

function listsOf(asked: URLSearchParams, before: string): Partial<Record<string, string[] | string>> {
  const found: Partial<Record<string, string[] | string>> = {};
  for (const [name, list] of Object.entries(LISTS)) {
    const values = [...new Set(asked.getAll(before + name))].filter((value) => fits(list, value)).slice(0, 50);
    if (values.length > 0 && !(before && list === "visitor_ids")) found[list] = values;
  }
  const text = asked.get(`${before}text`)?.trim().slice(0, 100);
  return text ? { ...found, text } : found;
}

export function askedConditions(asked: URLSearchParams): RecordConditions {
  const singles: Partial<Record<Single, string | number | boolean>> = {};
  for (const [name, key] of Object.entries(TEXTS)) {
    const text = asked
      .get(name)
      ?.trim()
      .slice(0, key === "ip" ? 45 : 100);
    if (text) singles[key] = text;
  }
  for (const [name, key] of Object.entries(NUMBERS)) {
    const text = asked.get(name) ?? "";
    if (/^\d{1,8}$/.test(text) && (!name.startsWith("score") || /^[1-5]$/.test(text))) singles[key] = Number(text);
  }
  for (const [name, key] of Object.entries(FLAGS)) {
    const text = asked.get(name);
    if (text === "1" || text === "0") singles[key] = text === "1";
  }
  const value = VALUES.find((each) => each === asked.get("value"));
  const none = listsOf(asked, NOT);
  return {
    ...listsOf(asked, ""),
    ...singles,
    ...(value ? { value } : {}),
    ...(Object.keys(none).length > 0 ? { none_of: none } : {}),
  } as RecordConditions;
}

/** The period that the address names. */
export function askedPeriod(asked: URLSearchParams): Period | undefined {
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  return DAY.test(from) && DAY.test(to) ? { from, to } : undefined;
}

export function addressOf(period: Period | undefined, conditions: RecordConditions): URLSearchParams {
  const address = new URLSearchParams(period ? { from: period.from, to: period.to } : {});
  const said = tidy(conditions);
  const lists = (from: OneOf, before: string) => {
    if (from.text) address.append(`${before}text`, from.text);
    for (const [name, list] of Object.entries(LISTS))
      for (const value of (from as Record<string, string[] | undefined>)[list] ?? []) address.append(before + name, value);
  };
  lists(said, "");
  lists(said.none_of ?? {}, NOT);
  for (const [name, key] of Object.entries({ ...TEXTS, ...NUMBERS, value: "value" as Single }))
    if (said[key] !== undefined) address.append(name, String(said[key]));
  for (const [name, key] of Object.entries(FLAGS)) if (said[key] !== undefined) address.append(name, said[key] ? "1" : "0");
  return address;
}

const says = (value: unknown) => {
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
};
const saying = <Some extends object>(conditions: Some): Some =>
  Object.fromEntries(Object.entries(conditions).filter(([, value]) => says(value))) as Some;

/** What says something: empty texts and lists are left out. */
export function tidy({ none_of, ...conditions }: RecordConditions): RecordConditions {
  const none: OneOf = saying(none_of ?? {});
  return { ...saying(conditions), ...(Object.keys(none).length > 0 ? { none_of: none } : {}) };
}

export const anyOf = (conditions: RecordConditions): boolean => Object.keys(tidy(conditions)).length > 0;

/** The records screen, searched. */
export function recordsPath(period: Period, conditions: RecordConditions = {}): string {
  return `/manage/records?${addressOf(period, conditions)}`;
}
