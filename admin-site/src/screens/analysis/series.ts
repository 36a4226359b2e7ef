/** Figures as analysis shows them. */

const whole = new Intl.NumberFormat("en-US");
const MINUS = "−";

export const formatCount = (value: number) => whole.format(value);

export const formatShare = (share: number | undefined) => (share === undefined ? "–" : `${(share * 100).toFixed(1)}%`);

/** A part of a whole; of nothing there is no share. */
export const shareOf = (part: number, total: number): number | undefined => (total > 0 ? part / total : undefined);

const signed = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `${MINUS}${text}` : text);

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

/** The label of a point under the chart: `07` for a day, `10:00` for an hour; over several days the day stands with midnight. */
export function pointLabel(at: string, grain: "hour" | "day", days: number): string {
  if (grain === "day") return days > 31 ? at.slice(5) : at.slice(8);
  const hour = `${at.slice(11)}:00`;
  return days > 1 && at.endsWith("T00") ? at.slice(5, 10) : hour;
}

/** The full name of a point, for the table and the tooltip. */
export const pointName = (at: string, grain: "hour" | "day") => (grain === "day" ? at : `${at.slice(0, 10)} ${at.slice(11)}:00`);
