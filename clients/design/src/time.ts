/**
 * How times are written: `10:42` today, `昨天 10:42`, `11-09` this year, `2025-11-09`; waiting `4:12`.
 *
 * All instants are milliseconds since 1970 UTC. `zone` is an IANA name; without it, the zone of the device.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, zone?: string): Parts {
  const key = zone ?? "";
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(key, format);
  }
  const parts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  for (const part of format.formatToParts(at)) {
    if (part.type in parts) parts[part.type as keyof Parts] = part.value;
  }
  return parts;
}

/** `2026-11-22`: the day of an instant in a zone. */
export function dayOf(at: number, zone?: string): string {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

let twelveHours = false;

/** Who wants it so reads `10:42 AM` and `上午10:42`, as their language writes it. */
export function writeTwelveHours(on: boolean): void {
  twelveHours = on;
}

/** `10:42`. */
export function clockTime(at: number, zone?: string): string {
  if (twelveHours) {
    const language = document.documentElement.lang || "en";
    return new Date(at).toLocaleTimeString(language, { timeZone: zone, hour: "numeric", minute: "2-digit", hour12: true });
  }
  const { hour, minute } = partsOf(at, zone);
  return `${hour}:${minute}`;
}

/** `10:42:07`. */
export function clockTimeWithSeconds(at: number, zone?: string): string {
  const { hour, minute, second } = partsOf(at, zone);
  return `${hour}:${minute}:${second}`;
}

/** The word for today or yesterday in a language, with a capital where the script has them. */
function dayWord(days: 0 | -1, language: string): string {
  const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * The time as lists show it. `exact` keeps the clock also for older days (`11-09 10:42`).
 */
export function shortTime(at: number, now: number, language: string, options: { zone?: string; exact?: boolean } = {}): string {
  const { zone, exact } = options;
  const day = dayOf(at, zone);
  if (day === dayOf(now, zone)) return clockTime(at, zone);
  if (day === dayOf(now - DAY, zone)) return `${dayWord(-1, language)} ${clockTime(at, zone)}`;
  const date = day.slice(0, 4) === dayOf(now, zone).slice(0, 4) ? day.slice(5) : day;
  return exact ? `${date} ${clockTime(at, zone)}` : date;
}

/** What separates the days of a log: `今天`, `昨天`, `11-09`, `2025-11-09`. */
export function dayLabel(at: number, now: number, language: string, zone?: string): string {
  const day = dayOf(at, zone);
  if (day === dayOf(now, zone)) return dayWord(0, language);
  if (day === dayOf(now - DAY, zone)) return dayWord(-1, language);
  return day.slice(0, 4) === dayOf(now, zone).slice(0, 4) ? day.slice(5) : day;
}

const offsets = new Map<string, Intl.DateTimeFormat>();

/** The full time with its zone, for the hover: `2026-11-22 10:42:07 GMT+8`. */
export function fullTime(at: number, zone?: string): string {
  const key = zone ?? "";
  const format = offsets.get(key) ?? new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" });
  offsets.set(key, format);
  const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value;
  return `${dayOf(at, zone)} ${clockTimeWithSeconds(at, zone)} ${name ?? ""}`.trimEnd();
}

/** A span of time as a running clock: `0:07`, `4:12`, `1:04:12`. Never negative. */
export function waitTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
