import { dayOf } from "@parlor/design";

/** Two days of the tenant's time zone, both included: `2026-11-01`. */
export interface Period {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: string, days: number): string {
  return new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysIn({ from, to }: Period): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS) + 1;
}

/** As many days, just before. */
export function periodBefore(period: Period): Period {
  const days = daysIn(period);
  return { from: addDays(period.from, -days), to: addDays(period.from, -1) };
}

/** Hours of a period by the clock of a zone: 23 or 25 on the days on which it is changed. */
export function hoursIn(period: Period, zone: string): number {
  return Math.round((midnight(addDays(period.to, 1), zone) - midnight(period.from, zone)) / 3_600_000);
}

/** The moment at which a day begins. */
function midnight(day: string, zone: string): number {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const offset = (at: number) => Date.parse(`${shown.format(at).replace(" ", "T")}Z`) - at;
  const guess = utc(day) - offset(utc(day));
  return utc(day) - offset(guess);
}

export type QuickRange = "today" | "yesterday" | "week" | "month" | "thisMonth" | "lastMonth" | "thisYear" | "year";
export const QUICK_RANGES: readonly QuickRange[] = ["today", "yesterday", "week", "month", "thisMonth", "lastMonth", "thisYear", "year"];

export function quickPeriod(range: QuickRange, now: number, zone: string): Period {
  const today = dayOf(now, zone);
  switch (range) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "week":
      return { from: addDays(today, -6), to: today };
    case "month":
      return { from: addDays(today, -29), to: today };
    case "year":
      return { from: addDays(today, -364), to: today };
    case "thisMonth":
      return { from: `${today.slice(0, 8)}01`, to: today };
    case "lastMonth": {
      const last = addDays(`${today.slice(0, 8)}01`, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case "thisYear":
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}
