import { dayOf } from "@parlor/design";
import type { Entry, Message, Pending, TransferOffered } from "@parlor/protocol";

/** Messages of one author within so long stand under one head. */
const SAME_HEAD_MS = 60_000;

export type LogItem =
  | { kind: "day"; key: string; at: number }
  | { kind: "message"; key: string; entry: Message; headed: boolean }
  | { kind: "note"; key: string; entry: TransferOffered }
  | { kind: "event"; key: string; entries: Exclude<Entry, Message | TransferOffered>[] }
  | { kind: "pending"; key: string; pending: Pending };

/**
 * What the log shows: days apart, events as pills (those that follow each other at once share one), staff's notes, and at the
 * end what is not confirmed.
 */
export function logItems(entries: readonly Entry[], pending: readonly Pending[], zone?: string): LogItem[] {
  const items: LogItem[] = [];
  let day = "";
  let lastMessage: Message | undefined;
  for (const entry of entries) {
    if (entry.kind === "void") continue;
    const entryDay = dayOf(entry.at, zone);
    if (entryDay !== day) {
      items.push({ kind: "day", key: `day-${entry.seq}`, at: entry.at });
      day = entryDay;
      lastMessage = undefined;
    }
    const key = String(entry.seq);
    if (entry.kind === "message") {
      const follows =
        lastMessage !== undefined &&
        lastMessage.by.role === entry.by.role &&
        lastMessage.by.id === entry.by.id &&
        entry.at - lastMessage.at < SAME_HEAD_MS;
      items.push({ kind: "message", key, entry, headed: !follows });
      lastMessage = entry;
      continue;
    }
    lastMessage = undefined;
    const last = items[items.length - 1];
    if (entry.kind === "transfer_offered") items.push({ kind: "note", key, entry });
    else if (entry.kind === "accepted" && last?.kind === "event" && last.entries.length === 1 && last.entries[0]?.kind === "queued") {
      last.entries.push(entry);
    } else items.push({ kind: "event", key, entries: [entry] });
  }
  for (const each of pending) items.push({ kind: "pending", key: each.key, pending: each });
  return items;
}

const LINK = /https?:\/\/[^\s<>"'，。；！？、（）【】「」《》]+/g;
/** Ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/;

export type TextPart = { text: string; href?: string };

/** Text with its web addresses found. Only http and https ever become links. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    let href = match[0].replace(TRAILING, "");
    // A closing bracket belongs to the address if its opening one is inside.
    if (match[0][href.length] === ")" && href.includes("(") && !href.includes(")")) href += ")";
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
