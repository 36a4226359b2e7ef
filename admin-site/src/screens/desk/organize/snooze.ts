/** Local hours at which a day of work begins. */
const MORNING = 9;

export const SNOOZES = ["hour", "threeHours", "tomorrow", "monday"] as const;
export type Snooze = (typeof SNOOZES)[number];

function morningIn(days: number, now: Date): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  day.setHours(MORNING, 0, 0, 0);
  return day.getTime();
}

/** What can be chosen at a moment; of two that mean the same, the first. */
export function snoozesAt(now: Date): { snooze: Snooze; until: number }[] {
  const all = SNOOZES.map((snooze) => ({ snooze, until: snoozeUntil(snooze, now) }));
  return all.filter(({ until }, i) => all.findIndex((each) => each.until === until) === i);
}

/** When a conversation that is put off comes back, in milliseconds. Mornings are those of this device. */
export function snoozeUntil(snooze: Snooze, now: Date): number {
  switch (snooze) {
    case "hour":
      return now.getTime() + 3_600_000;
    case "threeHours":
      return now.getTime() + 3 * 3_600_000;
    case "tomorrow":
      return morningIn(1, now);
    case "monday":
      // On a Monday the next one is meant.
      return morningIn((8 - now.getDay()) % 7 || 7, now);
  }
}
