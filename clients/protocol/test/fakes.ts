import { Emitter } from "../src/emitter";
import type { ClientFrame, ConversationView, Entry, ServerFrame } from "../src/generated";
import type { ConnectionState, Link } from "../src/link";
import type { OutboxStore, TryLock } from "../src/outbox";

/** A link whose frames the test sees and answers itself. */
export class FakeLink implements Link {
  state: ConnectionState = { status: "open", attempt: 0, retryInMs: 0, retryAt: 0, error: undefined };
  readonly sent: ClientFrame[] = [];
  checks = 0;
  readonly #frames = new Emitter<ServerFrame>();
  readonly #states = new Emitter<ConnectionState>();

  send(frame: ClientFrame): boolean {
    if (this.state.status !== "open") return false;
    this.sent.push(frame);
    return true;
  }

  onFrame(listener: (frame: ServerFrame) => void): () => void {
    return this.#frames.on(listener);
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#states.on(listener);
  }

  reconnectNow(): void {}

  check(): void {
    this.checks += 1;
  }

  receive(frame: ServerFrame): void {
    this.#frames.emit(frame);
  }

  become(status: ConnectionState["status"]): void {
    this.state = { status, attempt: status === "open" ? 0 : 1, retryInMs: 0, retryAt: 0, error: undefined };
    this.#states.emit(this.state);
  }

  /** What was sent since the last look. */
  take(): ClientFrame[] {
    return this.sent.splice(0);
  }
}

/** What the tabs of one browser share: storage and locks. A lock is free again when its tab is gone. */
export class FakeBrowser implements OutboxStore {
  readonly texts = new Map<string, string>();
  readonly #locks = new Map<string, string>();
  full = false;

  async list(prefix: string): Promise<Record<string, string>> {
    return Object.fromEntries([...this.texts].filter(([key]) => key.startsWith(prefix)));
  }

  async apply(changes: Record<string, string | null>): Promise<void> {
    if (this.full) throw new Error("QuotaExceededError");
    for (const [key, text] of Object.entries(changes)) {
      if (text === null) this.texts.delete(key);
      else this.texts.set(key, text);
    }
  }

  locksOf(tab: string): TryLock {
    return async (name) => {
      const holder = this.#locks.get(name);
      if (holder && holder !== tab) return false;
      this.#locks.set(name, tab);
      return true;
    };
  }

  closeTab(tab: string): void {
    for (const [name, holder] of this.#locks) if (holder === tab) this.#locks.delete(name);
  }
}

export const CONVERSATION = "01JD00000000000000000000C1";

export function conversationView(changes: Partial<ConversationView> = {}): ConversationView {
  return {
    conversation_id: CONVERSATION,
    state: "active",
    seq: 0,
    visitor_id: "01JD00000000000000000000V1",
    visitor_number: "V-0000V1",
    department_id: "01JD00000000000000000000D1",
    opened_at: 0,
    last_at: 0,
    last_by: "visitor",
    ...changes,
  };
}

export function message(seq: number, text = `message ${seq}`, producer = "aaaaaaaaaaaa", n = seq): Entry {
  return { kind: "message", seq, at: seq, by: { role: "visitor" }, client_id: { producer, n }, text };
}
