import {
  type Ack,
  type ClientFrame,
  type ConversationView,
  type Entry,
  type Message,
  plainText,
  type SendMessage,
  type ServerFrame,
  type TrackFrame,
  type Visit,
} from "@parlor/protocol";
import type { WindowMode } from "../../../shared/port";
import type { Core, Line, There } from "../core";
import { safely } from "../safely";

type Listener = (value?: unknown) => void;

/** So many wait for the socket. The server takes 20 at once. */
const WAITING_MAX = 20;
const TAGS_KEY = "tab:tags";
const NAME_MAX = 60;
const FIELDS_MAX = 20;
const FIELD_MAX = 200;

const isOpen = (mode: unknown) => mode === "panel" || mode === "corner";
const named = (name: unknown) =>
  String(name ?? "")
    .trim()
    .slice(0, NAME_MAX);

/** What the site may do and hear beyond opening and closing: docs/widget.md, "Commands". */
export function startApi(core: Core): (...line: Line) => void {
  const listeners = new Map<string, Set<Listener>>();
  const waiting: TrackFrame[] = [];
  let mayNot = !!core.there && !core.visit;
  let availability: string | undefined;
  let told = "";
  /** The visitor's own messages that are on their way, by client id. */
  const sent = new Map<string, SendMessage>();

  core.connection.onState(({ status }) => {
    if (status === "open") for (const frame of waiting.splice(0)) send(frame);
  });
  if (core.there) ({ availability } = core.there);

  /** Before the visitor has agreed, what happens is nobody's business. A tag is told once in a tab, however often the page says it. */
  function send(frame: TrackFrame): void {
    const known = core.store.get(TAGS_KEY) ?? "";
    const mark = frame.type === "tag" ? `${frame.tag}\n` : "";
    if (mayNot || (mark && known.includes(`\n${mark}`))) return;
    if (core.connection.send(frame)) mark && core.store.set(TAGS_KEY, (known || "\n") + mark);
    else if (waiting.length < WAITING_MAX) waiting.push(frame);
  }

  function emit(event: string, value?: unknown): void {
    for (const listener of [...(listeners.get(event) ?? [])]) safely(listener)(value);
  }

  function add(event: string, listener: Listener): void {
    if (typeof listener !== "function") return;
    // Who comes late hears it all the same.
    if (event === "ready" && core.there) safely(listener)();
    else listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
  }

  function track(type: "event" | "conversion", given: unknown, more: unknown): void {
    const name = named(given);
    if (!name) return;
    const value = typeof more === "number" && Number.isFinite(more) ? more : undefined;
    const fields = type === "event" && more && typeof more === "object" ? fieldsOf(more) : undefined;
    const said = { name, ...(value !== undefined && { value }) };
    if (type === "event") send({ action: "track", type, ...said, ...(fields && { fields }) });
    else send({ action: "track", type, ...said });
    core.told.push(["event", name]);
  }

  function arrived(frame: ServerFrame): void {
    if (frame.type === "entry") messageShown(frame.entry);
    if (frame.type === "ack") acknowledged(frame);
    if (frame.type === "conversation") conversationChanged(frame.conversation);
  }

  function messageShown({ kind, ...entry }: Entry): void {
    if (kind !== "message") return;
    const { by, text, at } = entry as Message;
    emit("message", { by: by.role, text, at });
  }

  /** A visitor's own message is one when the server has it. */
  function acknowledged({ client_id, at }: Ack): void {
    const key = JSON.stringify(client_id);
    const message = sent.get(key);
    sent.delete(key);
    if (message && at) emit("message", { by: "visitor", text: message.body ? plainText(message.body) : (message.text ?? ""), at });
  }

  function conversationChanged({ conversation_id, state }: ConversationView): void {
    if (told === conversation_id + state) return;
    told = conversation_id + state;
    emit("conversation", { conversation_id, state });
  }

  return (name, first, second) => {
    switch (name) {
      case "on":
        add(String(first), second as Listener);
        break;
      case "off":
        listeners.get(String(first))?.delete(second as Listener);
        break;
      case "tag":
        if (named(first)) send({ action: "track", type: "tag", tag: named(first) });
        break;
      case "track":
        track("event", first, second);
        break;
      case "conversion":
        track("conversion", first, second);
        break;
      case "mode":
        if (isOpen(first as WindowMode) !== isOpen(second)) emit(isOpen(first) ? "open" : "close");
        break;
      case "unread":
        emit("unread", first);
        break;
      case "sent": {
        const frame = first as ClientFrame;
        if (frame.action === "chat" && frame.type === "send" && listeners.get("message")?.size)
          sent.set(JSON.stringify(frame.client_id), frame);
        break;
      }
      case "frame":
        arrived(first as ServerFrame);
        break;
      case "state": {
        const before = availability;
        ({ availability } = first as There);
        if (availability === "refused") availability = "offline";
        mayNot = !(first as Partial<Visit>).visitor_token;
        if (mayNot) waiting.length = 0;
        emit("ready");
        listeners.delete("ready");
        if (before !== availability) emit("state", availability);
        break;
      }
    }
  };
}

/** Short texts, numbers and truths by name; what else there is stays in the page. */
function fieldsOf(given: object): Record<string, string> {
  const plain = Object.entries(given).filter(([, value]) => /string|number|boolean/.test(typeof value));
  return Object.fromEntries(
    plain.slice(0, FIELDS_MAX).map(([name, value]) => [name.slice(0, NAME_MAX), String(value).slice(0, FIELD_MAX)]),
  );
}
