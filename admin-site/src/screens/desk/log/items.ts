import { dayOf } from "@parlor/design";
import type { Entry, FormAnswered, FormValue, Message, Pending, Queued, Rated, Recalled, TransferOffered } from "@parlor/protocol";

/** Messages of one author within so long stand under one head. */
const SAME_HEAD_MS = 60_000;

/** What is told in a line. */
export type EventEntry = Exclude<Entry, Message | TransferOffered | Rated | FormAnswered | Recalled>;

export type LogItem =
  | { kind: "day"; key: string; at: number }
  /** From here on nobody of us has read. */
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; entry: Message; headed: boolean }
  | { kind: "note"; key: string; entry: TransferOffered }
  | { kind: "event"; key: string; entries: EventEntry[] }
  /** What the visitor filled in: before the conversation, or into the form that stands at `formSeq`. */
  | { kind: "values"; key: string; at: number; values: FormValue[]; formSeq: number | undefined }
  | { kind: "rated"; key: string; entry: Rated }
  | { kind: "pending"; key: string; pending: Pending };

interface Options {
  zone?: string;
  /** The first place that was unread when the log was opened. */
  unreadFrom?: number | undefined;
  /** Whether a message is of those who read here; the others' can be unread. */
  ours?: (entry: Message) => boolean;
}

/**
 * What the log shows: days apart, events as pills (those that follow each other at once share one), staff's notes, what the
 * visitor filled in, and at the end what is not confirmed.
 */
export function logItems(
  entries: readonly Entry[],
  pending: readonly Pending[],
  { zone, unreadFrom, ours = staffs }: Options = {},
): LogItem[] {
  const items: LogItem[] = [];
  let day = "";
  let lastMessage: Message | undefined;
  let divided = unreadFrom === undefined;
  for (const entry of entries) {
    // A recall shows at the message that it takes back.
    if (entry.kind === "void" || entry.kind === "recalled") continue;
    const entryDay = dayOf(entry.at, zone);
    if (entryDay !== day) {
      items.push({ kind: "day", key: `day-${entry.seq}`, at: entry.at });
      day = entryDay;
      lastMessage = undefined;
    }
    const key = String(entry.seq);
    if (entry.kind === "message") {
      if (!divided && entry.seq >= (unreadFrom ?? 0) && !ours(entry)) {
        divided = true;
        // Where nothing was said before, there is nothing to tell apart.
        if (items.some((item) => item.kind === "message")) {
          items.push({ kind: "unread", key: "unread" });
          lastMessage = undefined;
        }
      }
      items.push({ kind: "message", key, entry, headed: !follows(lastMessage, entry) });
      lastMessage = entry.recalled || entry.note ? undefined : entry;
      continue;
    }
    lastMessage = undefined;
    // What was filled in before the conversation stands between the request and its acceptance.
    const last = items[items.length - 1];
    const request = last?.kind === "values" && last.formSeq === undefined ? items[items.length - 2] : last;
    if (entry.kind === "transfer_offered") items.push({ kind: "note", key, entry });
    else if (entry.kind === "rated") items.push({ kind: "rated", key, entry });
    else if (entry.kind === "form_answered") {
      items.push({ kind: "values", key, at: entry.at, values: entry.values, formSeq: entry.form_seq });
    } else if (entry.kind === "accepted" && isRequest(request)) {
      request.entries.push(entry);
    } else {
      items.push({ kind: "event", key, entries: [entry] });
      if (entry.kind === "queued") items.push(...filledIn(entry));
    }
  }
  for (const each of pending) items.push({ kind: "pending", key: each.key, pending: each });
  return items;
}

const staffs = (entry: Message) => entry.by.role !== "visitor";

function follows(before: Message | undefined, entry: Message): boolean {
  if (!before || entry.recalled) return false;
  return before.by.role === entry.by.role && before.by.id === entry.by.id && entry.at - before.at < SAME_HEAD_MS;
}

function isRequest(item: LogItem | undefined): item is Extract<LogItem, { kind: "event" }> {
  return item?.kind === "event" && item.entries.length === 1 && item.entries[0]?.kind === "queued";
}

function filledIn({ seq, at, form = [] }: Queued): LogItem[] {
  return form.length === 0 ? [] : [{ kind: "values", key: `form-${seq}`, at, values: form, formSeq: undefined }];
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

/** Text cut at what is searched for; every second part is a hit. */
export function hitParts(text: string, words: string): string[] {
  const parts: string[] = [];
  const low = text.toLowerCase();
  const wanted = words.trim().toLowerCase();
  let from = 0;
  // Where lower case has another length than the text, places would not fit.
  if (wanted !== "" && low.length === text.length) {
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
      parts.push(text.slice(from, at), text.slice(at, at + wanted.length));
      from = at + wanted.length;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
