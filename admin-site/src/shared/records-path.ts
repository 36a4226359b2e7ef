import type { RecordConditions } from "@parlor/protocol";
import type { Period } from "./periods.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The records screen, searched: its period and conditions stand in the address. */
export function recordsPath(period: Period, conditions: RecordConditions = {}): string {
  const asked = new URLSearchParams({ from: period.from, to: period.to });
  if (Object.keys(conditions).length > 0) asked.set("where", JSON.stringify(conditions));
  return `/manage/records?${asked}`;
}

/** The period that an address asks for. */
export function askedPeriod(asked: URLSearchParams): Period | undefined {
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  return DAY.test(from) && DAY.test(to) ? { from, to } : undefined;
}

/** The conditions that an address asks for. What the server does not know it refuses by name. */
export function askedConditions(asked: URLSearchParams): RecordConditions {
  try {
    const found: unknown = JSON.parse(asked.get("where") ?? "{}");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as RecordConditions) : {};
  } catch {
    return {};
  }
}
