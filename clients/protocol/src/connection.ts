import { type Clock, systemClock } from "./clock";
import { Emitter } from "./emitter";
import type { ClientFrame, ServerFrame, SocketTicket } from "./generated";
import type { ConnectionState, Link } from "./link";

/** API Gateway ends a socket that was silent for 10 minutes. */
const KEEP_ALIVE_MS = 6 * 60_000;
const OPEN_TIMEOUT_MS = 10_000;
const PONG_TIMEOUT_MS = 5_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** A connection that lasted so long, or brought a frame, was sound: the next loss starts counting anew. */
const SOUND_AFTER_MS = 10_000;

export interface SocketHandlers {
  opened(): void;
  message(text: string): void;
  closed(): void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface ConnectionOptions {
  /**
   * Gets a ticket for one connection. A thrown error is tried again after a pause (at least its `retryAfterMs`);
   * `GiveUp` stops for good.
   */
  ticket: () => Promise<SocketTicket>;
  openSocket?: (address: string, handlers: SocketHandlers) => Socket;
  clock?: Clock;
  /** Where `online`, `offline` and `visibilitychange` come from. */
  page?: Pick<EventTarget, "addEventListener" | "removeEventListener"> | undefined;
  /** Measures the way there and back when the connection opens and then every so many milliseconds. */
  measureEveryMs?: number;
}

/** Thrown by `ticket` when trying again is of no use, for example because the session has ended. */
export class GiveUp extends Error {}

const openWebSocket = (address: string, handlers: SocketHandlers): Socket => {
  const socket = new WebSocket(address);
  socket.onopen = handlers.opened;
  socket.onmessage = (event) => handlers.message(event.data);
  socket.onclose = handlers.closed;
  return socket;
};

/** Keeps one WebSocket open: back-off with jitter, keep-alive, and a state that can be shown. */
export class Connection implements Link {
  /** The last measured way there and back in milliseconds. */
  latencyMs: number | undefined;

  readonly #ticket: () => Promise<SocketTicket>;
  readonly #openSocket: NonNullable<ConnectionOptions["openSocket"]>;
  readonly #clock: Clock;
  readonly #page: ConnectionOptions["page"];
  readonly #measureEveryMs: number | undefined;
  readonly #frames = new Emitter<ServerFrame>();
  readonly #states = new Emitter<ConnectionState>();
  #state: ConnectionState = stateOf("stopped");
  #socket: Socket | undefined;
  /** Whatever belongs to an earlier try compares its number and finds itself out of date. */
  #generation = 0;
  /** Tries since the connection was last sound. */
  #failures = 0;
  #pingedAt: number | undefined;
  readonly #timers = new Map<string, () => void>();

  constructor(options: ConnectionOptions) {
    this.#ticket = options.ticket;
    this.#openSocket = options.openSocket ?? openWebSocket;
    this.#clock = options.clock ?? systemClock;
    this.#page = options.page ?? globalThis.window;
    this.#measureEveryMs = options.measureEveryMs;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onFrame(listener: (frame: ServerFrame) => void): () => void {
    return this.#frames.on(listener);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#states.on(listener);
  }

  /** Begins, and goes on until `close`. */
  start(): void {
    if (this.#state.status !== "stopped") return;
    for (const name of PAGE_EVENTS) this.#page?.addEventListener(name, this.#pageChanged);
    this.#failures = 0;
    void this.#connect();
  }

  close(error?: unknown): void {
    for (const name of PAGE_EVENTS) this.#page?.removeEventListener(name, this.#pageChanged);
    this.#drop();
    this.#enter({ ...stateOf("stopped"), error });
  }

  send(frame: ClientFrame): boolean {
    if (this.#state.status !== "open" || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    this.#keepAlive();
    return true;
  }

  reconnectNow(): void {
    if (this.#state.status === "waiting") void this.#connect();
    else this.check();
  }

  check(): void {
    if (this.#state.status === "open" && this.#pingedAt === undefined) this.#ping();
  }

  async #connect(): Promise<void> {
    this.#drop();
    const generation = this.#generation;
    this.#failures += 1;
    this.#enter(stateOf("connecting", this.#failures));
    try {
      const ticket = await this.#ticket();
      if (generation !== this.#generation) return;
      this.#timer("open", OPEN_TIMEOUT_MS, () => this.#lost());
      this.#socket = this.#openSocket(`${ticket.url}?ticket=${encodeURIComponent(ticket.ticket)}`, {
        opened: () => generation === this.#generation && this.#opened(),
        message: (text) => generation === this.#generation && this.#received(text),
        closed: () => generation === this.#generation && this.#lost(),
      });
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof GiveUp) this.close(error);
      else this.#lost(error);
    }
  }

  #opened(): void {
    this.#cancel("open");
    this.#timer("sound", SOUND_AFTER_MS, () => {
      this.#failures = 0;
    });
    this.#keepAlive();
    this.#enter(stateOf("open"));
    if (this.#measureEveryMs !== undefined) this.#ping();
  }

  #received(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    // The gateway itself answers without a type when a function failed; whoever waits will ask again.
    if (typeof frame?.type !== "string") return;
    this.#failures = 0;
    if (frame.type === "pong" && this.#pingedAt !== undefined) {
      this.latencyMs = this.#clock.now() - this.#pingedAt;
      this.#pingedAt = undefined;
      this.#cancel("pong");
    }
    this.#frames.emit(frame);
  }

  #lost(error?: unknown): void {
    this.#drop();
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#failures) * (0.5 + this.#clock.random() / 2);
    const asked = (error as { retryAfterMs?: number } | undefined)?.retryAfterMs ?? 0;
    const retryInMs = Math.round(Math.max(pause, asked));
    this.#timer("retry", retryInMs, () => void this.#connect());
    this.#enter({
      ...stateOf("waiting", this.#failures + 1),
      retryInMs,
      retryAt: this.#clock.now() + retryInMs,
      error,
    });
  }

  /** Forgets the present try: its socket, its timers and everything that it may still say. */
  #drop(): void {
    this.#generation += 1;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#pingedAt = undefined;
    this.latencyMs = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #ping(): void {
    this.#pingedAt = this.#clock.now();
    this.#timer("pong", PONG_TIMEOUT_MS, () => this.#lost());
    this.send({ action: "presence", type: "ping" });
    if (this.#measureEveryMs !== undefined) this.#timer("measure", this.#measureEveryMs, () => this.check());
  }

  #keepAlive(): void {
    this.#timer("alive", KEEP_ALIVE_MS, () => this.check());
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#states.emit(state);
  }

  #timer(name: string, ms: number, run: () => void): void {
    this.#cancel(name);
    this.#timers.set(
      name,
      this.#clock.after(ms, () => {
        this.#timers.delete(name);
        run();
      }),
    );
  }

  #cancel(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  readonly #pageChanged = (event: Event): void => {
    if (event.type === "offline") {
      if (this.#state.status === "open") this.#lost();
    } else if (event.type === "online" || document.visibilityState === "visible") {
      // A sleeping tab's timers stand still: its socket may be long dead.
      this.reconnectNow();
    }
  };
}

function stateOf(status: ConnectionState["status"], attempt = 0): ConnectionState {
  return { status, attempt, retryInMs: 0, retryAt: 0, error: undefined };
}

const PAGE_EVENTS = ["online", "offline", "visibilitychange"];
