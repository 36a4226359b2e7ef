import type { RecordConditions, RecordsFound } from "@parlor/protocol";
import type { Period } from "../../shared/periods.ts";

/** Between two questions whether the archive has answered. */
const PAUSE_MS = 700;
const TRIES = 60;

/** What says something: empty texts and lists are left out. */
export function tidy(conditions: RecordConditions): RecordConditions {
  const said = Object.entries(conditions).filter(([, value]) => {
    if (typeof value === "string") return value.trim() !== "";
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  });
  return Object.fromEntries(said);
}

export const anyOf = (conditions: RecordConditions): boolean => Object.keys(tidy(conditions)).length > 0;

type Ask = (body: { first: string; last: string; conditions: RecordConditions; cursor?: string }) => Promise<RecordsFound>;

/** The next page that has something in it, or the last one. Waits while the archive is being searched. */
export async function searchPage(
  ask: Ask,
  period: Period,
  conditions: RecordConditions,
  cursor: string | undefined,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<RecordsFound> {
  let next = cursor;
  for (let attempt = 0; ; attempt++) {
    const body = { first: period.from, last: period.to, conditions: tidy(conditions) };
    const page = await ask(next === undefined ? body : { ...body, cursor: next });
    if (page.conversations.length > 0 || page.cursor === undefined || attempt === TRIES) return page;
    next = page.cursor;
    if (page.running) await pause(PAUSE_MS);
  }
}
