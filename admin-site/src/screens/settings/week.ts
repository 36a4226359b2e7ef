import type { Holiday, Interval, WeekPlan } from "@parlor/protocol";

/** Working hours by the wall clock of the company: no instant is needed to say when the shop opens. */

export const DAY = 24 * 60;
/** So far a change is looked for. */
const HORIZON_DAYS = 60;
const WHOLE_DAY: readonly Interval[] = [{ opens: "00:00", closes: "24:00" }];

export interface Wall {
  /** YYYY-MM-DD */
  day: string;
  /** Since its midnight. */
  minutes: number;
}

export function wallAt(zone: string, at: number): Wall {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return { day: `${of("year")}-${of("month")}-${of("day")}`, minutes: Number(of("hour")) * 60 + Number(of("minute")) };
}

export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

export const timeOf = (minutes: number) => [Math.floor(minutes / 60), minutes % 60].map((each) => String(each).padStart(2, "0")).join(":");

/** A closing time that is not later than the opening belongs to the next day. */
export function ends({ opens, closes }: Interval): [number, number] {
  const [from, to] = [minutesOf(opens), minutesOf(closes)];
  return [from, to > from ? to : to + DAY];
}

export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

function intervalsOn(plan: WeekPlan | undefined, holidays: readonly Holiday[], day: string): readonly Interval[] {
  const holiday = holidays.find(({ first, last }) => first <= day && day <= last);
  if (holiday) return holiday.intervals ?? [];
  return plan ? (plan.days[weekdayOf(day)] ?? []) : WHOLE_DAY;
}

/** Whether it is open, and when that changes. `change` is absent when that is far away. */
export function stateAt(
  plan: WeekPlan | undefined,
  holidays: readonly Holiday[],
  { day, minutes }: Wall,
): { open: boolean; change?: Wall } {
  let until: number | undefined;
  for (let offset = -1; offset < HORIZON_DAYS; offset++) {
    for (const interval of intervalsOn(plan, holidays, dayAfter(day, offset))) {
      const [from, to] = ends(interval).map((each) => each + offset * DAY) as [number, number];
      if (until === undefined && from > minutes) return { open: false, change: wall(day, from) };
      if (until !== undefined && from > until) return { open: true, change: wall(day, until) };
      if (to > minutes) until = Math.max(until ?? 0, to);
    }
  }
  if (until === undefined) return { open: false };
  return until < (HORIZON_DAYS - 1) * DAY ? { open: true, change: wall(day, until) } : { open: true };
}

const wall = (day: string, minutes: number): Wall => ({ day: dayAfter(day, Math.floor(minutes / DAY)), minutes: minutes % DAY });

/** The next interval that suggests itself behind those that there are. */
export function nextInterval(intervals: readonly Interval[]): Interval | undefined {
  const last = intervals.at(-1);
  if (!last) return { opens: "09:00", closes: "18:00" };
  const end = ends(last)[1];
  if (end >= DAY - 60) return undefined;
  const from = Math.min(end + 60, DAY - 60);
  return { opens: timeOf(from), closes: timeOf(Math.min(from + 240, DAY)) };
}

/** The plan with one day's intervals on others too. */
export function copied(plan: WeekPlan, from: number, to: readonly number[]): WeekPlan {
  return { days: plan.days.map((day, i) => (to.includes(i) ? structuredClone(plan.days[from] ?? []) : day)) };
}

export interface WrongTime {
  path: string;
  text: "same" | "overlap" | "order" | "day" | "taken";
}

function wrongIntervals(intervals: readonly Interval[], path: string): WrongTime[] {
  return intervals.flatMap((interval, i): WrongTime[] => {
    const before = intervals[i - 1];
    if (interval.opens === interval.closes) return [{ path: `${path}[${i}]`, text: "same" }];
    return before && minutesOf(interval.opens) < ends(before)[1] ? [{ path: `${path}[${i}]`, text: "overlap" }] : [];
  });
}

/** What the server would refuse, found at once. */
export function wrongTimes(hours: Readonly<Record<string, WeekPlan>>, holidays: readonly Holiday[]): WrongTime[] {
  return [
    ...Object.entries(hours).flatMap(([name, plan]) => plan.days.flatMap((day, i) => wrongIntervals(day, `hours.${name}.days[${i}]`))),
    ...holidays.flatMap((holiday, i): WrongTime[] => {
      const { first, last, intervals } = holiday;
      if (!first || !last) return [{ path: `holidays[${i}].first`, text: "day" }];
      if (last < first) return [{ path: `holidays[${i}].last`, text: "order" }];
      if (holidays.slice(0, i).some((other) => other.first <= last && first <= other.last))
        return [{ path: `holidays[${i}].first`, text: "taken" }];
      return wrongIntervals(intervals ?? [], `holidays[${i}].intervals`);
    }),
  ];
}
