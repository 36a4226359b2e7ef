import { type Clock, systemClock } from "./clock";
import { Emitter } from "./emitter";
import type { ClientFrame, ConversationView, Entry, InternalLogFrame, InternalView, LogFrame, ServerFrame } from "./generated";
import type { Link } from "./link";

/** An entry may overtake the one before it; only after so long is the gap worth a question. */
const GAP_GRACE_MS = 250;
const ANSWER_TIMEOUT_MS = 8_000;
/** The server closes a hole whose sender has vanished after 10 s, when somebody asks. */
const HOLE_POLL_MS = 2_000;
const REFUSED_RETRY_MS = 1_000;
/** A push can get lost with nothing after it to show the gap: a quiet log is asked for now and then, ever more rarely. */
const QUIET_FIRST_MS = 20_000;
const QUIET_FACTOR = 3;
const QUIET_MAX_MS = 8 * 60_000;
/** As many entries as fill the first screen, however long the conversation is. */
const PAGE = 50;
const OLDER_RETRY_MS = 1_000;

/** The route of a conversation's frames. */
export type Route = "chat" | "internal";

export interface LiveLogOptions {
  link: Link;
  conversationId: string;
  /** Whose conversation it is: a visitor's, or one among colleagues. */
  route?: Route;
  /** Entries that are loaded first, and with each `loadOlder`; at most SYNC_PAGE. */
  page?: number;
  /** Staff who may: look on where they are not in the conversation. Asked at every question to the server. */
  watch?: () => boolean;
  clock?: Clock;
}

/**
 * The log of one conversation from its end: the newest entries come first, contiguous from `first` to `seq`, and older ones
 * when asked for. What arrives early waits, what arrives twice is ignored, what is missing is asked for. It asks on every
 * (re)connect, which also tells the server to push to this socket. A recalled message stays at its place without its words.
 */
export class LiveLog {
  readonly conversationId: string;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #page: number;
  readonly #watch: () => boolean;
  readonly #route: Route;
  #entries: Entry[] = [];
  /** The place before the first entry that is loaded; undefined before the first answer. */
  #base: number | undefined;
  readonly #recalled = new Set<number>();
  readonly #early = new Map<number, Entry>();
  readonly #changes = new Emitter<LiveLog>();
  readonly #subscriptions: (() => void)[];
  #shown: Entry[] | undefined;
  #conversation: ConversationView | undefined;
  #internal: InternalView | undefined;
  /** The highest seq that the server has spoken of. */
  #known = 0;
  /** Calls off the time-out of the question that is under way. */
  #asking: (() => void) | undefined;
  #later: (() => void) | undefined;
  #lookAgain: (() => void) | undefined;
  #quietMs = QUIET_FIRST_MS;
  #ended = false;
  #disposed = false;
  #waiters: ((entries: readonly Entry[]) => void)[] = [];
  #refused: string | undefined;
  #older: { answer: Promise<boolean>; settle: (loaded: boolean) => void } | undefined;

  constructor(options: LiveLogOptions) {
    this.conversationId = options.conversationId;
    this.#link = options.link;
    this.#clock = options.clock ?? systemClock;
    this.#page = options.page ?? PAGE;
    this.#watch = options.watch ?? (() => false);
    this.#route = options.route ?? "chat";
    this.#subscriptions = [
      this.#link.onFrame((frame) => this.#handle(frame)),
      this.#link.onState(() => {
        this.#quiet();
        this.sync();
      }),
    ];
    this.sync();
  }

  /** Everything from `first` to `seq`, places that were never filled (`void`) included. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** What people get to see. */
  get shown(): readonly Entry[] {
    this.#shown ??= this.#entries.filter((entry) => entry.kind !== "void");
    return this.#shown;
  }

  /** The last place that is loaded; 0 before the first answer. */
  get seq(): number {
    return (this.#base ?? 0) + this.#entries.length;
  }

  /** The first place that is loaded; 0 while nothing is. */
  get first(): number {
    return this.#entries[0]?.seq ?? 0;
  }

  /** There are entries before `first`. */
  get hasOlder(): boolean {
    return this.first > 1;
  }

  get loadingOlder(): boolean {
    return this.#older !== undefined;
  }

  /** The entry at a place, if it is loaded. */
  at(seq: number): Entry | undefined {
    return this.#entries[seq - this.first];
  }

  /** A visitor's conversation as the server last described it; undefined before the first answer. */
  get conversation(): ConversationView | undefined {
    return this.#conversation;
  }

  /** The same of one among colleagues. */
  get internal(): InternalView | undefined {
    return this.#internal;
  }

  get #described(): boolean {
    return this.#conversation !== undefined || this.#internal !== undefined;
  }

  /** False while something is known to be missing, or nothing has been answered yet. */
  get complete(): boolean {
    return this.#described && this.seq >= this.#known;
  }

  /** The code of the error with which the server refuses this log to us. */
  get refused(): string | undefined {
    return this.#refused;
  }

  onChange(listener: (log: LiveLog) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Our own message, known from its `ack` before (or without) a push, and whether it has reached the other side. */
  addOwn(entry: Entry, delivered = false): void {
    this.#place([entry]);
    if (delivered) this.#mark(entry.by.role === "visitor" ? "delivered_to_agent" : "delivered_to_visitor", entry.seq);
    this.#changed();
    this.#askAfterGrace();
  }

  /** Loads a page of what is before `first`. False: nothing came, because there is nothing or the question got lost. */
  loadOlder(): Promise<boolean> {
    if (this.#older) return this.#older.answer;
    const before = this.first;
    const { conversationId: conversation_id } = this;
    if (!this.hasOlder || this.#refused) return Promise.resolve(false);
    if (!this.#link.send({ action: this.#route, type: "history", conversation_id, before, limit: this.#page } as ClientFrame))
      return Promise.resolve(false);
    let resolve: (loaded: boolean) => void = () => {};
    const answer = new Promise<boolean>((done) => {
      resolve = done;
    });
    const overdue = this.#clock.after(ANSWER_TIMEOUT_MS, () => {
      this.#link.check();
      settle(false);
    });
    const settle = (loaded: boolean) => {
      overdue();
      this.#older = undefined;
      resolve(loaded);
      this.#changed();
    };
    this.#older = { answer, settle };
    this.#changed();
    return answer;
  }

  /** The log from its very beginning, complete at the time of the server's answer. */
  async whole(): Promise<readonly Entry[]> {
    await this.caughtUp();
    while (this.hasOlder && !this.#refused && !this.#disposed) {
      if (!(await this.loadOlder())) await new Promise<void>((resolve) => this.#clock.after(OLDER_RETRY_MS, resolve));
    }
    return this.#entries;
  }

  /** What is loaded after a fresh question to the server, complete to the end at the time of its answer. */
  caughtUp(): Promise<readonly Entry[]> {
    const promise = new Promise<readonly Entry[]>((resolve) => this.#waiters.push(resolve));
    this.sync();
    return promise;
  }

  /** Asks for what is missing, unless the question is under way already. */
  sync(): void {
    if (this.#asking || this.#refused) return;
    this.#later?.();
    this.#later = undefined;
    const wanted = this.#base === undefined ? { limit: this.#page } : { after: this.seq };
    const watch = this.#watch() ? { watch: true } : {};
    const question = { action: this.#route, type: "sync", conversation_id: this.conversationId, ...wanted, ...watch } as ClientFrame;
    if (!this.#link.send(question)) return;
    this.#asking = this.#clock.after(ANSWER_TIMEOUT_MS, () => {
      this.#asking = undefined;
      this.#link.check();
      this.sync();
    });
  }

  dispose(): void {
    this.#disposed = true;
    for (const end of this.#subscriptions) end();
    this.#quiet();
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "log":
      case "internal_log":
        if (frame.conversation.conversation_id === this.conversationId) this.#answered(frame);
        break;
      case "history":
        if (frame.conversation_id === this.conversationId) this.#prepend(frame.before, frame.entries);
        break;
      case "entry":
        if (frame.conversation_id !== this.conversationId) return;
        this.#place([frame.entry]);
        this.#changed();
        this.#askAfterGrace();
        break;
      case "conversation":
        if (frame.conversation.conversation_id !== this.conversationId) return;
        this.#describe(frame.conversation);
        this.#changed();
        this.#askAfterGrace();
        break;
      case "internal_conversation":
        if (frame.conversation.conversation_id !== this.conversationId) return;
        this.#describeInternal(frame.conversation);
        this.#changed();
        this.#askAfterGrace();
        break;
      case "read":
        if (frame.conversation_id !== this.conversationId) return;
        if (this.#mark(frame.by === "visitor" ? "read_by_visitor" : "read_by_agent", frame.seq)) this.#changed();
        break;
      case "delivered":
        if (frame.conversation_id !== this.conversationId) return;
        if (this.#mark(frame.to === "visitor" ? "delivered_to_visitor" : "delivered_to_agent", frame.seq)) this.#changed();
        break;
      case "error":
        if (frame.request?.action !== this.#route || frame.request.conversation_id !== this.conversationId) return;
        if (frame.request.type === "sync") this.#refuse(frame.code, frame.retry_after_ms);
        if (frame.request.type === "history") this.#older?.settle(false);
        break;
    }
  }

  #answered(frame: LogFrame | InternalLogFrame): void {
    this.#asking?.();
    this.#asking = undefined;
    const before = this.seq;
    this.#known = Math.max(this.#known, frame.last_seq);
    if (frame.type === "log") this.#describe(frame.conversation);
    else this.#describeInternal(frame.conversation);
    this.#quietMs = Math.min(QUIET_MAX_MS, this.#quietMs * QUIET_FACTOR);
    const [start] = frame.entries;
    if (this.#base === undefined && (start || frame.last_seq === 0)) {
      this.#base = start ? start.seq - 1 : 0;
      for (const seq of this.#early.keys()) if (seq <= this.#base) this.#early.delete(seq);
    }
    this.#place(frame.entries);
    if (this.seq < this.#known) {
      if (this.seq > before) this.sync();
      else this.#askLater(HOLE_POLL_MS);
    } else {
      for (const resolve of this.#waiters.splice(0)) resolve(this.#entries);
    }
    this.#changed();
  }

  #prepend(before: number, entries: readonly Entry[]): void {
    if (before !== this.first) return;
    const fits = entries.at(-1)?.seq === before - 1;
    if (fits) {
      for (const entry of entries) this.#noteRecall(entry);
      this.#entries = [...entries.map((entry) => this.#withoutRecalled(entry)), ...this.#entries];
      this.#base = this.first - 1;
      this.#shown = undefined;
    }
    if (this.#older) this.#older.settle(fits);
    else if (fits) this.#changed();
  }

  /** `seq` orders views; at the same seq a later view may still know of more reading. */
  #describe(view: ConversationView): void {
    const old = this.#conversation;
    this.#known = Math.max(this.#known, view.seq);
    if (old && view.seq < old.seq) return;
    this.#conversation = { ...view };
    for (const mark of MARKS) this.#mark(mark, old?.[mark] ?? 0);
  }

  #describeInternal(view: InternalView): void {
    this.#known = Math.max(this.#known, view.seq);
    if (view.seq >= (this.#internal?.seq ?? 0)) this.#internal = view;
  }

  /** Marks only grow. False: it was known already. */
  #mark(mark: Mark, seq: number): boolean {
    if (!this.#conversation || seq <= (this.#conversation[mark] ?? 0)) return false;
    this.#conversation = { ...this.#conversation, [mark]: seq };
    return true;
  }

  #place(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#known = Math.max(this.#known, entry.seq);
      this.#noteRecall(entry);
      if (this.#base === undefined || entry.seq > this.seq) this.#early.set(entry.seq, entry);
    }
    if (this.#base === undefined) return;
    for (let next = this.#early.get(this.seq + 1); next; next = this.#early.get(this.seq + 1)) {
      this.#early.delete(next.seq);
      this.#entries.push(this.#withoutRecalled(next));
      this.#shown = undefined;
      this.#quietMs = QUIET_FIRST_MS;
      if (next.kind === "closed") this.#ended = true;
    }
    this.#lookAgainLater();
  }

  /** The message may be loaded already, come later, or be asked for from the past. */
  #noteRecall(entry: Entry): void {
    if (entry.kind !== "recalled" || this.#recalled.has(entry.target)) return;
    this.#recalled.add(entry.target);
    const target = this.at(entry.target);
    if (!target) return;
    this.#entries[target.seq - this.first] = this.#withoutRecalled(target);
    this.#shown = undefined;
  }

  #withoutRecalled(entry: Entry): Entry {
    if (entry.kind !== "message" || !(entry.recalled || this.#recalled.has(entry.seq))) return entry;
    const { kind, seq, at, by, client_id } = entry;
    return { kind, seq, at, by, client_id, text: "", recalled: true };
  }

  #refuse(code: string, retryAfterMs: number | undefined): void {
    this.#asking?.();
    this.#asking = undefined;
    if (FINAL.has(code)) {
      this.#refused = code;
      this.#changed();
    } else {
      this.#askLater(retryAfterMs ?? REFUSED_RETRY_MS);
    }
  }

  #askAfterGrace(): void {
    if (this.seq < this.#known) this.#askLater(GAP_GRACE_MS);
  }

  #askLater(ms: number): void {
    if (this.#later || this.#asking) return;
    this.#later = this.#clock.after(ms, () => {
      this.#later = undefined;
      if (this.seq < this.#known || !this.#described || this.#waiters.length > 0) this.sync();
    });
  }

  #lookAgainLater(): void {
    this.#lookAgain?.();
    this.#lookAgain = undefined;
    if (this.#ended) return;
    this.#lookAgain = this.#clock.after(this.#quietMs, () => this.sync());
  }

  #quiet(): void {
    this.#asking?.();
    this.#later?.();
    this.#lookAgain?.();
    this.#asking = this.#later = this.#lookAgain = undefined;
    this.#older?.settle(false);
  }

  #changed(): void {
    this.#changes.emit(this);
  }
}

const MARKS = ["read_by_visitor", "read_by_agent", "delivered_to_visitor", "delivered_to_agent"] as const;
type Mark = (typeof MARKS)[number];

/** With these the server will say the same to every further question. */
const FINAL = new Set(["not_found", "not_a_member", "forbidden", "bad_frame", "invalid", "unknown_field"]);
