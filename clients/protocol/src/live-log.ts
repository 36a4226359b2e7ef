import { type Clock, systemClock } from "./clock";
import { Emitter } from "./emitter";
import type { ConversationView, Entry, LogFrame, ServerFrame } from "./generated";
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

export interface LiveLogOptions {
  link: Link;
  conversationId: string;
  clock?: Clock;
}

/**
 * The log of one conversation, always contiguous from seq 1: what arrives early waits, what arrives twice is ignored, and
 * what is missing is asked for. It asks on every (re)connect, which also tells the server to push to this socket.
 */
export class LiveLog {
  readonly conversationId: string;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #entries: Entry[] = [];
  readonly #early = new Map<number, Entry>();
  readonly #changes = new Emitter<LiveLog>();
  readonly #subscriptions: (() => void)[];
  #shown: Entry[] | undefined;
  #conversation: ConversationView | undefined;
  /** The highest seq that the server has spoken of. */
  #known = 0;
  /** Calls off the time-out of the question that is under way. */
  #asking: (() => void) | undefined;
  #later: (() => void) | undefined;
  #lookAgain: (() => void) | undefined;
  #quietMs = QUIET_FIRST_MS;
  #waiters: ((entries: readonly Entry[]) => void)[] = [];
  #refused: string | undefined;

  constructor(options: LiveLogOptions) {
    this.conversationId = options.conversationId;
    this.#link = options.link;
    this.#clock = options.clock ?? systemClock;
    this.#subscriptions = [
      this.#link.onFrame((frame) => this.#handle(frame)),
      this.#link.onState(() => {
        this.#quiet();
        this.sync();
      }),
    ];
    this.sync();
  }

  /** Everything from seq 1 to `seq`, places that were never filled (`void`) included. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** What people get to see. */
  get shown(): readonly Entry[] {
    this.#shown ??= this.#entries.filter((entry) => entry.kind !== "void");
    return this.#shown;
  }

  get seq(): number {
    return this.#entries.length;
  }

  /** As the server last described it; undefined before the first answer. */
  get conversation(): ConversationView | undefined {
    return this.#conversation;
  }

  /** False while something is known to be missing, or nothing has been answered yet. */
  get complete(): boolean {
    return this.#conversation !== undefined && this.seq >= this.#known;
  }

  /** The code of the error with which the server refuses this log to us. */
  get refused(): string | undefined {
    return this.#refused;
  }

  onChange(listener: (log: LiveLog) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Our own message, known from its `ack` before (or without) a push. */
  addOwn(entry: Entry): void {
    this.#place([entry]);
    this.#changed();
    this.#askAfterGrace();
  }

  /** The log after a fresh question to the server, complete at the time of its answer. */
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
    if (!this.#link.send({ action: "chat", type: "sync", conversation_id: this.conversationId, after: this.seq })) return;
    this.#asking = this.#clock.after(ANSWER_TIMEOUT_MS, () => {
      this.#asking = undefined;
      this.#link.check();
      this.sync();
    });
  }

  dispose(): void {
    this.#quiet();
    for (const end of this.#subscriptions) end();
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "log":
        if (frame.conversation.conversation_id === this.conversationId) this.#answered(frame);
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
      case "read":
        if (frame.conversation_id !== this.conversationId || !this.#conversation) return;
        this.#markRead(frame.by, frame.seq);
        break;
      case "error":
        if (frame.request?.type === "sync" && frame.request.conversation_id === this.conversationId) {
          this.#refuse(frame.code, frame.retry_after_ms);
        }
        break;
    }
  }

  #answered(frame: LogFrame): void {
    this.#asking?.();
    this.#asking = undefined;
    const before = this.seq;
    this.#known = Math.max(this.#known, frame.last_seq);
    this.#describe(frame.conversation);
    this.#quietMs = Math.min(QUIET_MAX_MS, this.#quietMs * QUIET_FACTOR);
    this.#place(frame.entries);
    if (this.seq < this.#known) {
      if (this.seq > before) this.sync();
      else this.#askLater(HOLE_POLL_MS);
    } else {
      for (const resolve of this.#waiters.splice(0)) resolve(this.#entries);
    }
    this.#changed();
  }

  /** `seq` orders views; at the same seq a later view may still know of more reading. */
  #describe(view: ConversationView): void {
    const old = this.#conversation;
    this.#known = Math.max(this.#known, view.seq);
    if (old && view.seq < old.seq) return;
    this.#conversation = {
      ...view,
      read_by_visitor: Math.max(view.read_by_visitor ?? 0, old?.read_by_visitor ?? 0),
      read_by_agent: Math.max(view.read_by_agent ?? 0, old?.read_by_agent ?? 0),
    };
  }

  #markRead(by: "visitor" | "agent", seq: number): void {
    if (!this.#conversation) return;
    const field = by === "visitor" ? "read_by_visitor" : "read_by_agent";
    if (seq <= (this.#conversation[field] ?? 0)) return;
    this.#conversation = { ...this.#conversation, [field]: seq };
    this.#changed();
  }

  #place(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#known = Math.max(this.#known, entry.seq);
      if (entry.seq > this.seq) this.#early.set(entry.seq, entry);
    }
    for (let next = this.#early.get(this.seq + 1); next; next = this.#early.get(this.seq + 1)) {
      this.#early.delete(next.seq);
      this.#entries.push(next);
      this.#shown = undefined;
      this.#quietMs = QUIET_FIRST_MS;
    }
    this.#lookAgainLater();
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
      if (this.seq < this.#known || !this.#conversation || this.#waiters.length > 0) this.sync();
    });
  }

  #lookAgainLater(): void {
    this.#lookAgain?.();
    this.#lookAgain = undefined;
    if (this.#entries.at(-1)?.kind === "closed") return;
    this.#lookAgain = this.#clock.after(this.#quietMs, () => this.sync());
  }

  #quiet(): void {
    this.#asking?.();
    this.#later?.();
    this.#lookAgain?.();
    this.#asking = this.#later = this.#lookAgain = undefined;
  }

  #changed(): void {
    this.#changes.emit(this);
  }
}

/** With these the server will say the same to every further question. */
const FINAL = new Set(["not_found", "not_a_member", "forbidden", "bad_frame", "invalid", "unknown_field"]);
