import type { BreakdownRow, RecordConditions } from "@parlor/protocol";
import type { Period } from "../../shared/periods.ts";
import { recordsPath } from "../../shared/records-path.ts";
import { provinceNames } from "./places.ts";
import type { By } from "./values.ts";

/** What records a row of a report is made of; undefined where they cannot be looked for. */
export function conditionsOf(by: By, row: Pick<BreakdownRow, "value" | "name">): RecordConditions | undefined {
  const { value, name } = row;
  if (value === "…") return undefined;
  switch (by) {
    case "agent":
      return name ? { agent_ids: [value] } : undefined;
    case "department":
      return name ? { department_ids: [value] } : undefined;
    case "style":
      return name ? { style_ids: [value] } : undefined;
    case "topic":
      return name ? { topic_ids: [value] } : undefined;
    case "value":
      return value === "valid" || value === "invalid" ? { value } : undefined;
    case "word":
      return { text: value };
    case "page":
      return { pages: [value] };
    case "country":
      return { countries: [value] };
    case "province":
      return { provinces: provinceNames(value) };
    case "source":
      return { sources: [value as NonNullable<RecordConditions["sources"]>[number]] };
    case "engine":
      return { engines: [value] };
    case "referrer":
      return { referrers: [value] };
    case "keyword":
      return { keywords: [value] };
    case "browser":
      return { browsers: [value] };
    case "system":
      return { systems: [value] };
    case "device":
      return { devices: [value as NonNullable<RecordConditions["devices"]>[number]] };
    default:
      return undefined;
  }
}

/** The records of a row, or undefined. */
export function recordsOf(by: By, row: Pick<BreakdownRow, "value" | "name">, period: Period): string | undefined {
  const conditions = conditionsOf(by, row);
  return conditions && recordsPath(period, conditions);
}
