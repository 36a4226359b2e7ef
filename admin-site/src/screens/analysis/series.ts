import { waitTime } from "@parlor/design";

/** Figures as analysis shows them. */

const whole = new Intl.NumberFormat("en-US");
const MINUS = "−";

export const formatCount = (value: number) => whole.format(value);

export const formatShare = (share: number | undefined) => (share === undefined ? "–" : `${(share * 100).toFixed(1)}%`);

/** A part of a whole; of nothing there is no share. */
export const shareOf = (part: number, total: number): number | undefined => (total > 0 ? part / total : undefined);

export const signed = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `${MINUS}${text}` : text);

export interface Change {
  text: string;
  /** up, down, or 0 for none and for what cannot be compared. */
  direction: -1 | 0 | 1;
}

/** Against the period before, in per cent. Nothing before cannot be compared. */
export function changeOf(now: number, before: number): Change | undefined {
  if (before === 0) return undefined;
  const change = Math.round(((now - before) / before) * 1000) / 10;
  return { text: signed(change, `${Math.abs(change).toFixed(1)}%`), direction: Math.sign(change) as Change["direction"] };
}

/** Between two shares, in points. `unit` is the word for points. */
export function pointsOf(now: number | undefined, before: number | undefined, unit: string): Change | undefined {
  if (now === undefined || before === undefined) return undefined;
  const change = Math.round((now - before) * 1000) / 10;
  return { text: signed(change, `${Math.abs(change).toFixed(1)} ${unit}`), direction: Math.sign(change) as Change["direction"] };
}

export type Grain = "hour" | "day" | "week" | "month" | "year";

/** Grains that make a readable number of points. The first that is wanted is the third or less. */
export function grainsFor(days: number): readonly Grain[] {
  const fits: Record<Grain, boolean> = {
    hour: days <= 7,
    day: days > 1 && days <= 92,
    week: days > 13 && days <= 400,
    month: days > 31,
    year: days > 366,
  };
  return (Object.keys(fits) as Grain[]).filter((grain) => fits[grain]);
}

/** What is shown unless another grain is wanted and fits. */
export function grainFor(days: number, wanted: Grain): Grain {
  const fitting = grainsFor(days);
  if (fitting.includes(wanted)) return wanted;
  return fitting.includes("day") ? "day" : (fitting[0] ?? "month");
}

/** The label of a point under the chart: `07` for a day, `10:00` for an hour; over several days the day stands with midnight. */
export function pointLabel(at: string, grain: Grain, days: number): string {
  if (grain === "month" || grain === "year") return at;
  if (grain === "week") return at.slice(5);
  if (grain === "day") return days > 31 ? at.slice(5) : at.slice(8);
  const hour = `${at.slice(11)}:00`;
  return days > 1 && at.endsWith("T00") ? at.slice(5, 10) : hour;
}

/** The full name of a point, for the table and the tooltip. */
export const pointName = (at: string, grain: Grain) => (grain === "hour" ? `${at.slice(0, 10)} ${at.slice(11)}:00` : at);

/** The point that is not over yet, of those at a time grain: `2026-11-22T10`, its week's Monday, its month, its year. */
export function pointOf(day: string, hour: string, grain: Grain): string {
  if (grain === "hour") return `${day}T${hour}`;
  if (grain === "month") return day.slice(0, 7);
  if (grain === "year") return day.slice(0, 4);
  if (grain === "day") return day;
  const date = new Date(`${day}T00:00:00Z`);
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
}

/** The first and last day that a point names, to look for its records. */
export function daysOf(at: string, grain: Grain): { from: string; to: string } {
  const from = grain === "year" ? `${at}-01-01` : grain === "month" ? `${at}-01` : at.slice(0, 10);
  const last = new Date(`${from}T00:00:00Z`);
  if (grain === "week") last.setUTCDate(last.getUTCDate() + 6);
  if (grain === "month") last.setUTCMonth(last.getUTCMonth() + 1, 0);
  if (grain === "year") last.setUTCFullYear(last.getUTCFullYear() + 1, 0, 0);
  return { from, to: last.toISOString().slice(0, 10) };
}

/** The part of a point's days that lies in the period: a week or month may begin before it. */
export function within(days: { from: string; to: string }, period: { from: string; to: string }): { from: string; to: string } {
  return { from: days.from < period.from ? period.from : days.from, to: days.to > period.to ? period.to : days.to };
}

/** An average time: `8.4 s` under ten seconds, `18 s` under a minute, then `6:12`. */
export function averageTime(sumMs: number | undefined, number: number | undefined, seconds: string): string {
  if (!number) return "–";
  const ms = (sumMs ?? 0) / number;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} ${seconds}`;
  return ms < 60_000 ? `${Math.round(ms / 1000)} ${seconds}` : waitTime(ms);
}

/** The share of four and five stars, and the average. */
export function satisfied(scores: readonly number[] | undefined): {
  rated: number;
  share: number | undefined;
  average: number | undefined;
} {
  const list = scores ?? [];
  const rated = list.reduce((sum, each) => sum + each, 0);
  const stars = list.reduce((sum, each, i) => sum + each * (i + 1), 0);
  return {
    rated,
    share: shareOf((list[3] ?? 0) + (list[4] ?? 0), rated),
    average: rated > 0 ? stars / rated : undefined,
  };
}
