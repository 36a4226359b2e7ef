import type { RecordConditions, RecordsFound } from "@parlor/protocol";
import type { Period } from "../../shared/periods.ts";
import { tidy } from "../../shared/records-path.ts";

/** Between two questions whether the archive has answered. */
const PAUSE_MS = 700;
const TRIES = 60;
/** Letters of a text that is looked for. */
export const TEXT_MAX = 100;

/** What the list by time can say itself: one agent who had it last, and a visitor by number or name. The rest is asked of the archive. */
export function simple(conditions: RecordConditions): { visitor?: string; agent_id?: string } | undefined {
  const { visitor, agent_ids = [], ...others } = tidy(conditions);
  const byNumber = visitor !== undefined && /[@+]|\d{5}/.test(visitor);
  if (Object.keys(others).length > 0 || agent_ids.length > 1 || byNumber) return undefined;
  return { ...(visitor === undefined ? {} : { visitor }), ...(agent_ids[0] ? { agent_id: agent_ids[0] } : {}) };
}

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
