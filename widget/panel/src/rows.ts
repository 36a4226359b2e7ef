import { clockTime, dayLabel, dayOf } from "@parlor/design";
import type { ConversationView, Entry, Pending } from "@parlor/protocol";
import type { Translate } from "./translate";

/** Messages of one author within so long stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

export type Row =
  | { kind: "day"; key: string; text: string }
  | { kind: "event"; key: string; text: string }
  | { kind: "agent"; key: string; seq: number; at: number; name: string; text: string; first: boolean }
  | { kind: "mine"; key: string; seq: number; at: number; text: string; read: boolean; last: boolean }
  | { kind: "pending"; key: string; at: number; text: string; failed: string | undefined };

export interface Log {
  entries: readonly Entry[];
  pending: readonly Pending[];
  conversation: ConversationView | undefined;
}

/** The log as people read it: days, events, messages that stand together, and at the end what is still to be sent. */
export function rowsOf({ entries, pending, conversation }: Log, t: Translate, language: string, now: number): Row[] {
  const rows: Row[] = [];
  let day = "";
  let before: { by: string; at: number } | undefined;
  const read = conversation?.read_by_agent ?? 0;
  for (const entry of entries) {
    const text = entry.kind === "message" ? entry.text : eventText(entry, t);
    if (text === undefined) continue;
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      rows.push({ kind: "day", key: `day ${day}`, text: `${dayLabel(entry.at, now, language)} ${clockTime(entry.at)}` });
      before = undefined;
    }
    if (entry.kind !== "message") {
      rows.push({ kind: "event", key: `${entry.seq}`, text });
      before = undefined;
      continue;
    }
    const { seq, at, by } = entry;
    const author = by.id ?? by.role;
    const together = before?.by === author && at - before.at < TOGETHER_MS;
    const latest = rows.at(-1);
    if (together && latest?.kind === "mine" && latest.read === seq <= read) latest.last = false;
    if (by.role === "visitor") rows.push({ kind: "mine", key: `${seq}`, seq, at, text, read: seq <= read, last: true });
    else rows.push({ kind: "agent", key: `${seq}`, seq, at, name: by.name ?? "", text, first: !together });
    before = { by: author, at };
  }
  for (const { key, at, text, failed } of pending) rows.push({ kind: "pending", key, at, text, failed });
  return rows;
}

function eventText(entry: Exclude<Entry, { kind: "message" }>, t: Translate): string | undefined {
  switch (entry.kind) {
    case "accepted":
      return t("log.accepted", { name: entry.agent_name });
    case "transferred":
      return t("log.transferred", { name: entry.agent_name });
    case "queued":
      return entry.seq === 1 ? undefined : t("log.requeued", { department: entry.department_name });
    case "closed":
      return t(entry.reason === "visitor" ? "log.closedByVisitor" : "log.closedByAgent");
    default:
      return undefined;
  }
}
