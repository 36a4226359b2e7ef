import { clockTime, dayLabel, dayOf } from "@parlor/design";
import {
  type Closed,
  type ConversationView,
  type Entry,
  type FormValue,
  type Message,
  type MessageState,
  messageState,
  type Pending,
  type Rated,
  type Survey,
} from "@parlor/protocol";
import type { Translate } from "./translate";

/** Messages of one author within so long stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

export interface MessageRow {
  kind: "agent" | "mine";
  key: string;
  entry: Message;
  name: string;
  /** Begins with the sender's name. */
  first: boolean;
  /** Ends with the time and the mark. */
  last: boolean;
  state: MessageState;
  /** What the visitor filled into the form that it carries. */
  answered: readonly FormValue[] | undefined;
}

export type Row =
  | MessageRow
  | { kind: "day"; key: string; text: string }
  | { kind: "event"; key: string; text: string }
  | { kind: "unread"; key: string; text: string }
  | { kind: "survey"; key: string; survey: Survey }
  | { kind: "pending"; key: string; pending: Pending };

export interface Log {
  entries: readonly Entry[];
  pending: readonly Pending[];
  conversation: ConversationView | undefined;
  /** False: the company does not tell who has read what. */
  readMarks: boolean;
  /** The place before which what is new begins. */
  unreadFrom?: number | undefined;
  /** Who speaks when no agent does. */
  company: string;
}

/** The log as people read it: days, events, messages that stand together, and at the end what is still to be sent. */
export function rowsOf(
  { entries, pending, conversation, readMarks, unreadFrom, company }: Log,
  t: Translate,
  language: string,
  now: number,
): Row[] {
  const rows: Row[] = [];
  const answers = new Map(entries.flatMap((entry) => (entry.kind === "form_answered" ? [[entry.form_seq, entry.values] as const] : [])));
  let day = "";
  let before: { by: string; at: number } | undefined;
  for (const entry of entries) {
    const message = entry.kind === "message" && !entry.recalled ? entry : undefined;
    const text = message ? "" : eventText(entry, t);
    if (text === undefined) continue;
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      rows.push({ kind: "day", key: `day ${day}`, text: `${dayLabel(entry.at, now, language)} ${clockTime(entry.at)}` });
      before = undefined;
    }
    if (!message) {
      rows.push({ kind: "event", key: `${entry.seq}`, text });
      if (entry.kind === "closed" && entry.survey) rows.push({ kind: "survey", key: `survey ${entry.seq}`, survey: entry.survey });
      before = undefined;
      continue;
    }
    const { seq, at, by } = message;
    if (seq === unreadFrom) {
      rows.push({ kind: "unread", key: "unread", text: t("log.unreadFrom") });
      before = undefined;
    }
    const author = by.id ?? by.role;
    const together = before?.by === author && at - before.at < TOGETHER_MS;
    const known = conversation ? messageState(message, conversation) : "sent";
    const state = known === "read" && !readMarks ? "delivered" : known;
    const latest = rows.at(-1);
    if (together && latest?.kind === "mine" && latest.state === state) latest.last = false;
    rows.push({
      kind: by.role === "visitor" ? "mine" : "agent",
      key: `${seq}`,
      entry: message,
      name: by.role === "system" ? company : (by.name ?? ""),
      first: !together,
      last: true,
      state,
      answered: answers.get(seq),
    });
    before = { by: author, at };
  }
  for (const each of pending) rows.push({ kind: "pending", key: each.key, pending: each });
  return rows;
}

/** The answer that counts: the newest. */
export function ratingOf(entries: readonly Entry[]): Rated | undefined {
  return entries.findLast((entry) => entry.kind === "rated");
}

/** What a message says in a few words, where there is no room for the whole of it. */
export function gistOf({ text, file, page, form, survey, recalled }: Message, t: Translate): string {
  if (recalled) return t("quote.recalled");
  if (text) return text;
  if (file) return `[${t(file.type.startsWith("image/") ? "file.image" : "file.file")}] ${file.name}`;
  if (page) return `[${t("page.name")}] ${page.title || page.url}`;
  return form?.title ?? (survey ? t("survey.name") : "");
}

const CLOSED = {
  agent: "log.closedByAgent",
  visitor: "log.closedByVisitor",
  silent: "log.closedBySilence",
  waited: "log.closedByWait",
} as const satisfies Record<Closed["reason"], string>;

function eventText(entry: Entry, t: Translate): string | undefined {
  switch (entry.kind) {
    case "message":
      return entry.by.role === "visitor" ? t("log.recalledByMe") : t("log.recalled", { name: entry.by.name ?? "" });
    case "accepted":
      return t("log.accepted", { name: entry.agent_name });
    case "transferred":
      return t("log.transferred", { name: entry.agent_name });
    case "joined":
      return t("log.joined", { name: entry.agent_name });
    case "left":
      return t("log.left", { name: entry.agent_name });
    case "queued":
      if (entry.seq === 1) return undefined;
      return entry.reason && entry.reason !== "overflow"
        ? t("log.requeuedSilent")
        : t("log.requeued", { department: entry.department_name });
    case "closed":
      return t(CLOSED[entry.reason]);
    case "rated":
      return entry.score ? t("log.ratedStars", { count: entry.score }) : t("log.rated");
    default:
      return undefined;
  }
}
