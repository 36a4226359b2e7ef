import { type ClientFrame, type ConnectionState, Emitter, type Link, type OutboxStore, type ServerFrame } from "@parlor/protocol";
import type { ToLoader, ToPanel, WindowMode } from "../../shared/port";

type Told = Exclude<ToPanel, { t: "reply" } | { t: "frame" } | { t: "state" }>;

/** The loader at the other end of a port: the socket, the host page's storage and locks, the window's place. */
export class PortLink implements Link {
  state: ConnectionState = { status: "connecting", attempt: 1, retryInMs: 0, retryAt: 0 };
  readonly #port: MessagePort;
  readonly #frames = new Emitter<ServerFrame>();
  readonly #states = new Emitter<ConnectionState>();
  readonly #told = new Emitter<Told>();
  readonly #replies = new Map<number, (value: never) => void>();
  #questions = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#listen();
  }

  /** Keeps back what comes until somebody is `ready` for it; then it is received in its order. */
  async hold(ready: Promise<unknown>): Promise<void> {
    const held: ToPanel[] = [];
    this.#port.onmessage = (event: MessageEvent<ToPanel>) => held.push(event.data);
    await ready;
    this.#listen();
    for (const message of held) this.#receive(message);
  }

  #listen(): void {
    this.#port.onmessage = (event: MessageEvent<ToPanel>) => this.#receive(event.data);
  }

  send(frame: ClientFrame): boolean {
    if (this.state.status !== "open") return false;
    this.#post({ t: "send", frame });
    return true;
  }

  onFrame(listener: (frame: ServerFrame) => void): () => void {
    return this.#frames.on(listener);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#states.on(listener);
  }

  /** Everything that is neither a frame nor the connection's state. */
  onTold(listener: (message: Told) => void): () => void {
    return this.#told.on(listener);
  }

  reconnectNow(): void {
    this.#post({ t: "reconnect" });
  }

  check(): void {
    this.#post({ t: "check" });
  }

  /** Asks whether somebody is there by now; the answer is told as `visit`. */
  refresh(): void {
    this.#post({ t: "refresh" });
  }

  list(prefix: string): Promise<Record<string, string>> {
    return this.#ask((id) => ({ t: "list", id, prefix }));
  }

  async apply(changes: Record<string, string | null>): Promise<void> {
    await this.#ask((id) => ({ t: "apply", id, changes }));
  }

  tryLock(name: string): Promise<boolean> {
    return this.#ask((id) => ({ t: "lock", id, name }));
  }

  /** `height` in pixels, for windows that are as high as what they hold. */
  setWindow(mode: WindowMode, height?: number): void {
    this.#post({ t: "window", mode, ...(height === undefined ? {} : { height }) });
  }

  /** The host page goes to another one. */
  go(url: string): void {
    this.#post({ t: "go", url });
  }

  setUnread(count: number): void {
    this.#post({ t: "unread", count });
  }

  #receive(message: ToPanel): void {
    switch (message.t) {
      case "frame":
        this.#frames.emit(message.frame);
        break;
      case "state":
        this.state = message.state;
        this.#states.emit(message.state);
        break;
      case "reply":
        this.#replies.get(message.id)?.(message.value as never);
        this.#replies.delete(message.id);
        break;
      default:
        this.#told.emit(message);
    }
  }

  #ask<T>(question: (id: number) => ToLoader): Promise<T> {
    this.#questions += 1;
    const id = this.#questions;
    return new Promise((resolve) => {
      this.#replies.set(id, resolve);
      this.#post(question(id));
    });
  }

  #post(message: ToLoader): void {
    this.#port.postMessage(message);
  }
}

/** The outbox's part of the storage: shared by all tabs where locks keep them apart, otherwise this tab's alone. */
export function outboxStore(link: PortLink, shared: boolean): OutboxStore {
  if (shared) return link;
  const rename = <T>(texts: Record<string, T>, name: (key: string) => string) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [name(key), value]));
  return {
    list: async (prefix) => rename(await link.list(`tab:${prefix}`), (key) => key.slice("tab:".length)),
    apply: (changes) => link.apply(rename(changes, (key) => `tab:${key}`)),
  };
}
