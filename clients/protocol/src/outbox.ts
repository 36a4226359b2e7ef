import { type Clock, systemClock } from "./clock";
import { Emitter } from "./emitter";
import type { ClientFrame, ClientId, Entry, ErrorFrame, Message, ServerFrame } from "./generated";
import { newProducer } from "./ids";
import type { Link } from "./link";
import type { Route } from "./live-log";
import { type MessageContent, plainText } from "./message";

const ACK_TIMEOUT_MS = 10_000;
const RETRY_MAX_MS = 30_000;
/** Looks for what closed tabs have left behind. */
const ADOPT_EVERY_MS = 60_000;
/** An empty record of a conversation that nobody has written to for so long is swept away. */
const STALE_MS = 7 * 24 * 3_600_000;
/** The message is refused for what it is: sending it again would be refused again. */
const DEFINITE = new Set([
  "bad_frame",
  "unknown_action",
  "unknown_field",
  "invalid",
  "too_long",
  "not_found",
  "not_a_member",
  "forbidden",
  "unauthorized",
  "too_many_senders",
]);
/** Stands in a key where a conversation's id will be, once there is a conversation. */
const UNOPENED = "new";

/** Small texts by key, kept on the device. `apply` makes all its changes or none; null removes. */
export interface OutboxStore {
  list(prefix: string): Promise<Record<string, string>>;
  apply(changes: Record<string, string | null>): Promise<void>;
}

/** Takes a lock until this tab ends. False: another tab has it. */
export type TryLock = (name: string) => Promise<boolean>;

export interface OutboxOptions {
  link: Link;
  /** Where the messages go: to visitors, or to colleagues. One outbox serves one of them. */
  route?: Route;
  store: OutboxStore;
  /** Keeps the messages of different people on one device apart, for example the visitor's id. */
  owner: string;
  /**
   * Keeps the tabs that share a store out of each other's way. Where there are no locks, the store must be the tab's own
   * (session storage): then every page sends as a new producer and finishes what the page before it has left.
   */
  tryLock?: TryLock | undefined;
  /** What happens to messages for a conversation that has ended: they wait for the next one, or are shown as not sent. */
  whenClosed: "keep" | "fail";
  /** The whole log of a conversation, fresh from the server: tells what has arrived when the count has got lost. */
  wholeLog: (conversationId: string) => Promise<readonly Entry[]>;
  clock?: Clock;
  newProducer?: () => string;
}

/** A message that the server has not confirmed. */
export interface Pending {
  /** Stable while the message is pending, unique on this device, in the order of writing. */
  readonly key: string;
  /** Null: for the conversation that is still to be opened. */
  readonly conversationId: string | null;
  /** In words; empty for a file without any. */
  readonly text: string;
  readonly content: MessageContent;
  /** When it was written, milliseconds since 1970 UTC. */
  readonly at: number;
  /** The code of the error with which the server refused it for good. */
  readonly failed?: string;
}

export interface Sent {
  conversation_id: string;
  client_id: ClientId;
  text: string;
  content: MessageContent;
  /** Absent when the server no longer knew the place; the log will tell. */
  seq?: number;
  at?: number;
  /** As stored, when the server added something to it. */
  entry?: Entry;
  /** It is on a screen of the other side already. */
  delivered: boolean;
}

/** The entry of our own message, for `LiveLog.addOwn`; undefined when its place is unknown. */
export function sentEntry({ seq, at, client_id, content, text, entry }: Sent, by: Message["by"]): Entry | undefined {
  if (entry) return entry;
  // What the server looks up (a file, a form, a survey) comes with the ack or with the log.
  if (seq === undefined || at === undefined || content.file_id || content.form_id || content.survey) return undefined;
  const { body, quote, page, note, whisper } = content;
  return {
    ...{ kind: "message", seq, at, by, client_id, text },
    ...(body ? { body } : {}),
    ...(quote ? { quote } : {}),
    ...(page ? { page } : {}),
    ...(note ? { note } : {}),
    ...(whisper ? { whisper } : {}),
  };
}

interface Item {
  order: string;
  content: MessageContent;
  at: number;
  n: number | undefined;
  failed: string | undefined;
  lane: Lane;
}

type Written = MessageContent & Pick<Item, "at" | "n" | "failed">;

/** What an answer or the log says of a message. */
type Stored = Partial<Pick<Sent, "seq" | "at" | "entry" | "delivered">>;

/** One producer's messages for one conversation. */
interface Lane {
  conversation: string;
  producer: string;
  /** The number of the next message that gets one. */
  next: number;
  /** Adopted from a tab that is gone: finishes its messages, takes no new ones. */
  draining: boolean;
  items: Item[];
  /** Whose answer is awaited. */
  flying: Item | undefined;
  busy: boolean;
  tries: number;
  timer: (() => void) | undefined;
}

/**
 * Sends messages so that each arrives exactly once, in the order of writing: message n+1 leaves after the ack of n, and
 * n is repeated under the same name until its ack or a definite error, also after a reload.
 */
export class Outbox {
  readonly #link: Link;
  readonly #route: Route;
  readonly #store: OutboxStore;
  readonly #prefix: string;
  readonly #tryLock: TryLock | undefined;
  readonly #whenClosed: "keep" | "fail";
  readonly #wholeLog: OutboxOptions["wholeLog"];
  readonly #clock: Clock;
  readonly #newProducer: () => string;
  readonly #lanes: Lane[] = [];
  readonly #subscriptions: (() => void)[];
  readonly #changes = new Emitter<void>();
  readonly #sent = new Emitter<Sent>();
  readonly #reopen = new Emitter<string>();
  readonly #ready: Promise<void>;
  #turn: Promise<void>;
  #assigned: string | undefined;
  #lastOrder = 0;
  #adoption: (() => void) | undefined;
  #disposed = false;

  constructor(options: OutboxOptions) {
    this.#link = options.link;
    this.#route = options.route ?? "chat";
    this.#store = options.store;
    this.#prefix = `out:${options.owner}:`;
    this.#tryLock = options.tryLock;
    this.#whenClosed = options.whenClosed;
    this.#wholeLog = options.wholeLog;
    this.#clock = options.clock ?? systemClock;
    this.#newProducer = options.newProducer ?? newProducer;
    this.#subscriptions = [this.#link.onFrame((frame) => this.#handle(frame)), this.#link.onState(() => this.#linkChanged())];
    this.#ready = this.#adopt();
    this.#turn = this.#ready;
  }

  /** Settles when the messages of earlier tabs and pages are known. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Not confirmed yet, in the order of writing. Null: those that wait for a conversation to be opened. */
  pending(conversationId: string | null): Pending[] {
    return this.#of(conversationId ?? UNOPENED)
      .flatMap((lane) => lane.items)
      .sort(byOrder)
      .map(view);
  }

  onChange(listener: () => void): () => void {
    return this.#changes.on(listener);
  }

  /** A message is stored at the server. */
  onSent(listener: (sent: Sent) => void): () => void {
    return this.#sent.on(listener);
  }

  /** The conversation (its id is told) has ended with messages unsent, which now wait for a new one. */
  onReopen(listener: (conversationId: string) => void): () => void {
    return this.#reopen.on(listener);
  }

  /**
   * Takes a message; it is safe on the device when the promise settles, and leaves as soon as it can. Null: for the
   * conversation that was assigned, or else the one that will be.
   */
  add(conversationId: string | null, said: string | MessageContent): Promise<void> {
    const at = this.#clock.now();
    const content = typeof said === "string" ? { text: said } : said;
    return this.#inTurn(async () => {
      const order = this.#nextOrder(at);
      const lane = await this.#laneFor(conversationId ?? this.#assigned ?? UNOPENED);
      const item: Item = { order, content, at, n: undefined, failed: undefined, lane };
      lane.items.push(item);
      this.#changes.emit();
      await this.#save({ [this.#key(item)]: written(item) });
      void this.#pump(lane);
    });
  }

  /** There is a conversation now: what waits for one goes there. Null: it has ended, the next one is to come. */
  assign(conversationId: string | null): Promise<void> {
    return this.#inTurn(async () => {
      this.#assigned = conversationId ?? undefined;
      if (conversationId) await this.#move(this.#of(UNOPENED), await this.#laneFor(conversationId));
    });
  }

  /** Takes back everything that waits for a conversation, for another use of what it says. */
  withdrawUnopened(): Promise<MessageContent[]> {
    return this.#inTurn(async () => {
      const items = this.#of(UNOPENED).flatMap((lane) => lane.items.splice(0));
      this.#changes.emit();
      await this.#save(Object.fromEntries(items.map((item) => [this.#key(item), null])));
      return items.sort(byOrder).map((item) => item.content);
    });
  }

  /** The conversation is over and done with: frees what was kept for it. Unsent messages stay. */
  forget(conversationId: string): Promise<void> {
    return this.#inTurn(async () => {
      const empty = this.#of(conversationId).filter((lane) => lane.items.length === 0);
      for (const lane of empty) this.#lanes.splice(this.#lanes.indexOf(lane), 1);
      await this.#save(Object.fromEntries(empty.map((lane) => [this.#laneKey(lane), null])));
    });
  }

  /** Sends a failed message again, as a new one. */
  async retry(key: string, conversationId: string | null): Promise<void> {
    const content = await this.discard(key);
    if (content) await this.add(conversationId, content);
  }

  /** Forgets a failed message; answers with what it said. */
  discard(key: string): Promise<MessageContent | undefined> {
    return this.#inTurn(async () => {
      const item = this.#lanes.flatMap((lane) => lane.items).find((each) => each.order === key);
      if (!item?.failed) return undefined;
      item.lane.items.splice(item.lane.items.indexOf(item), 1);
      this.#changes.emit();
      await this.#save({ [this.#key(item)]: null });
      return item.content;
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#adoption?.();
    for (const end of this.#subscriptions) end();
    for (const lane of this.#lanes) lane.timer?.();
  }

  // --- lanes ---

  /** Changes of the lanes happen one after another: each may have to wait for the device. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(change);
    this.#turn = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  #of(conversation: string): Lane[] {
    return this.#lanes.filter((lane) => lane.conversation === conversation);
  }

  async #laneFor(conversation: string): Promise<Lane> {
    const own = this.#lanes.find((lane) => lane.conversation === conversation && !lane.draining);
    return own ?? this.#newLane(conversation);
  }

  async #newLane(conversation: string): Promise<Lane> {
    const lane = emptyLane(conversation, this.#newProducer());
    this.#lanes.push(lane);
    // Nobody else can know this name, but they may find the record before we hold its lock.
    await this.#tryLock?.(this.#lockName(lane));
    return lane;
  }

  /** Takes over the records of tabs that are gone, and of this tab before its page changed. */
  async #adopt(): Promise<void> {
    this.#adoption?.();
    const found = new Map<string, Lane>();
    for (const key of Object.keys(await this.#stored(this.#prefix))) {
      const [conversation, producer] = key.slice(this.#prefix.length).split(":");
      if (!conversation || !producer) continue;
      const lane = emptyLane(conversation, producer);
      found.set(this.#laneKey(lane), lane);
    }
    for (const [key, lane] of found) {
      if (this.#lanes.some((each) => this.#laneKey(each) === key)) continue;
      if (this.#tryLock && !(await this.#tryLock(this.#lockName(lane)))) continue;
      // Only now is the record ours: before, its owner may still have changed it.
      const touched = this.#restore(lane, await this.#stored(key));
      if (lane.items.length === 0 && touched < this.#clock.now() - STALE_MS) {
        await this.#save({ [key]: null });
        continue;
      }
      lane.draining = !this.#tryLock || this.#of(lane.conversation).some((each) => !each.draining);
      if (lane.draining && lane.items.length === 0) continue;
      this.#lanes.push(lane);
      void this.#pump(lane);
    }
    if (this.#disposed) return;
    this.#adoption = this.#clock.after(ADOPT_EVERY_MS, () => void this.#adopt());
    this.#changes.emit();
  }

  /** Fills a lane from its record; answers with the time of the record's last change. */
  #restore(lane: Lane, stored: Record<string, string>): number {
    let touched = 0;
    for (const [key, text] of Object.entries(stored)) {
      const [, , order] = key.slice(this.#prefix.length).split(":");
      try {
        const { next, at, n, failed, ...content } = JSON.parse(text) as Written & { next?: number };
        if (typeof at !== "number") continue;
        touched = Math.max(touched, at);
        if (order) {
          lane.items.push({ order, content, at, n, failed, lane });
          this.#lastOrder = Math.max(this.#lastOrder, Number.parseInt(order, 36));
        } else if (next !== undefined) {
          lane.next = next;
        }
      } catch {
        // Not ours: somebody else uses the same prefix. Left as it is.
      }
    }
    lane.items.sort(byOrder);
    return touched;
  }

  async #stored(prefix: string): Promise<Record<string, string>> {
    try {
      return await this.#store.list(prefix);
    } catch {
      return {};
    }
  }

  /** Gives the unsent messages of some lanes to another one. */
  async #move(lanes: Lane[], target: Lane): Promise<void> {
    const changes: Record<string, string | null> = {};
    for (const lane of lanes) {
      if (lane === target) continue;
      lane.timer?.();
      lane.timer = lane.flying = undefined;
      for (const item of lane.items.filter((each) => !each.failed)) {
        changes[this.#key(item)] = null;
        lane.items.splice(lane.items.indexOf(item), 1);
        item.lane = target;
        item.n = undefined;
        target.items.push(item);
        changes[this.#key(item)] = written(item);
      }
    }
    target.items.sort(byOrder);
    this.#changes.emit();
    await this.#save(changes);
    void this.#pump(target);
  }

  // --- sending ---

  async #pump(lane: Lane): Promise<void> {
    if (lane.busy || lane.flying || lane.timer || lane.conversation === UNOPENED || this.#disposed) return;
    if (this.#link.state.status !== "open") return;
    // One that has its number may be on its way already, so it goes first whatever the order says.
    const item = lane.items.find((each) => each.n !== undefined) ?? lane.items.find((each) => !each.failed);
    if (!item) return;
    lane.busy = true;
    try {
      if (item.n === undefined) {
        item.n = lane.next;
        await this.#save({ [this.#key(item)]: written(item) });
      }
    } finally {
      lane.busy = false;
    }
    // While the device was writing, the message may have been moved or the connection lost.
    if (item.lane !== lane || item.n === undefined || !lane.items.includes(item)) return void this.#pump(lane);
    const client_id = { producer: lane.producer, n: item.n };
    const frame = { ...item.content, action: this.#route, type: "send", conversation_id: lane.conversation, client_id } as ClientFrame;
    if (!this.#link.send(frame)) return;
    lane.flying = item;
    lane.timer = this.#clock.after(ACK_TIMEOUT_MS, () => {
      lane.timer = lane.flying = undefined;
      this.#link.check();
      void this.#pump(lane);
    });
  }

  #again(lane: Lane, ms: number): void {
    lane.timer?.();
    lane.flying = undefined;
    lane.timer = this.#clock.after(ms, () => {
      lane.timer = undefined;
      void this.#pump(lane);
    });
  }

  #linkChanged(): void {
    for (const lane of this.#lanes) {
      lane.timer?.();
      lane.timer = lane.flying = undefined;
      void this.#pump(lane);
    }
  }

  // --- answers ---

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "ack":
        this.#confirm(frame.conversation_id, frame.client_id, frame);
        break;
      case "entry":
        this.#seen(frame.conversation_id, [frame.entry]);
        break;
      case "log":
      case "internal_log":
        this.#seen(frame.conversation.conversation_id, frame.entries);
        break;
      case "error":
        if (frame.request?.type === "send" && frame.request.action === this.#route) void this.#refused(frame);
        break;
    }
  }

  /** A message that stands in the log is as good as acknowledged. */
  #seen(conversationId: string, entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind === "message") this.#confirm(conversationId, entry.client_id, { seq: entry.seq, at: entry.at, entry });
    }
  }

  #confirm(conversationId: string, id: ClientId, stored: Stored): void {
    const lane = this.#lanes.find((each) => each.conversation === conversationId && each.producer === id.producer);
    const item = lane?.items.find((each) => each.n === id.n);
    if (!lane || !item) return;
    lane.items.splice(lane.items.indexOf(item), 1);
    lane.next = Math.max(lane.next, id.n + 1);
    lane.tries = 0;
    if (lane.flying === item) {
      lane.timer?.();
      lane.timer = lane.flying = undefined;
    }
    const done = lane.draining && lane.items.length === 0;
    void this.#save({
      [this.#key(item)]: null,
      [this.#laneKey(lane)]: done ? null : JSON.stringify({ next: lane.next, at: this.#clock.now() }),
    });
    this.#sent.emit({
      conversation_id: conversationId,
      client_id: id,
      text: textOf(item.content),
      content: item.content,
      ...(stored.seq === undefined ? {} : { seq: stored.seq }),
      ...(stored.at === undefined ? {} : { at: stored.at }),
      ...(stored.entry === undefined ? {} : { entry: stored.entry }),
      delivered: stored.delivered ?? false,
    });
    this.#changes.emit();
    void this.#pump(lane);
  }

  async #refused(frame: ErrorFrame): Promise<void> {
    const { conversation_id, client_id } = frame.request ?? {};
    const lane = this.#lanes.find(
      (each) =>
        each.flying &&
        each.conversation === conversation_id &&
        // A frame that could not be read is answered without the message's name.
        (!client_id || (client_id.producer === each.producer && client_id.n === each.flying.n)),
    );
    const item = lane?.flying;
    if (!lane || !item) return;
    if (frame.code === "conversation_closed") await this.#closed(lane);
    else if (frame.code === "out_of_order") await this.#recount(lane);
    else if (DEFINITE.has(frame.code)) await this.#fail(lane, [item], frame.code);
    else {
      lane.tries += 1;
      this.#again(lane, frame.retry_after_ms ?? Math.min(RETRY_MAX_MS, 500 * 2 ** lane.tries));
    }
  }

  async #closed(lane: Lane): Promise<void> {
    if (this.#whenClosed === "fail") {
      await this.#fail(
        lane,
        lane.items.filter((item) => !item.failed),
        "conversation_closed",
      );
      return;
    }
    const { conversation } = lane;
    await this.#inTurn(async () => {
      if (this.#assigned === conversation) this.#assigned = undefined;
      await this.#move(this.#of(conversation), await this.#laneFor(this.#assigned ?? UNOPENED));
    });
    this.#reopen.emit(conversation);
  }

  /** The server knows less of this producer than we do. What the log holds has arrived; the rest begins a new count. */
  async #recount(lane: Lane): Promise<void> {
    this.#again(lane, RETRY_MAX_MS);
    const entries = await this.#wholeLog(lane.conversation);
    if (this.#disposed) return;
    await this.#inTurn(async () => {
      this.#seen(lane.conversation, entries);
      lane.draining = true;
      await this.#move([lane], await this.#laneFor(lane.conversation));
      await this.#save({ [this.#laneKey(lane)]: null });
    });
  }

  async #fail(lane: Lane, items: Item[], code: string): Promise<void> {
    lane.timer?.();
    lane.timer = lane.flying = undefined;
    for (const item of items) {
      item.failed = code;
      // Nothing was changed by it, so its number is free for the next.
      item.n = undefined;
    }
    await this.#save(Object.fromEntries(items.map((item) => [this.#key(item), written(item)])));
    this.#changes.emit();
    void this.#pump(lane);
  }

  // --- the device ---

  /** A device that cannot write (full, blocked) costs the safety after a reload, not the sending. */
  async #save(changes: Record<string, string | null>): Promise<void> {
    try {
      if (Object.keys(changes).length > 0) await this.#store.apply(changes);
    } catch {
      // See above: what is in memory is sent all the same.
    }
  }

  #laneKey(lane: Lane): string {
    return `${this.#prefix}${lane.conversation}:${lane.producer}`;
  }

  #key(item: Item): string {
    return `${this.#laneKey(item.lane)}:${item.order}`;
  }

  #lockName(lane: Lane): string {
    return `parlor:${this.#laneKey(lane)}`;
  }

  /** Sorts by time of writing, and after all that is known already, whatever the device's clock says. */
  #nextOrder(at: number): string {
    this.#lastOrder = Math.max(Math.floor(at), this.#lastOrder + 1);
    return this.#lastOrder.toString(36).padStart(9, "0");
  }
}

function emptyLane(conversation: string, producer: string): Lane {
  return {
    conversation,
    producer,
    next: 1,
    draining: false,
    items: [],
    flying: undefined,
    busy: false,
    tries: 0,
    timer: undefined,
  };
}

function byOrder(a: Item, b: Item): number {
  return a.order < b.order ? -1 : 1;
}

function written({ content, at, n, failed }: Item): string {
  return JSON.stringify({ ...content, at, n, failed });
}

function textOf({ text, body }: MessageContent): string {
  return text || (body ? plainText(body) : "");
}

function view(item: Item): Pending {
  return {
    key: item.order,
    conversationId: item.lane.conversation === UNOPENED ? null : item.lane.conversation,
    text: textOf(item.content),
    content: item.content,
    at: item.at,
    ...(item.failed === undefined ? {} : { failed: item.failed }),
  };
}
