import type { SocketHandlers } from "../src/connection";
import type { ClientFrame, Closed, Entry, Queued, Recalled, Role, SendMessage, ServerFrame, SyncLog } from "../src/generated";
import { plainText } from "../src/message";
import type { FakeClock } from "./fake-clock";
import { conversationView } from "./fakes";

/** How often what goes wrong; each from 0 to 1. */
export interface Faults {
  loseFrame: number;
  losePush: number;
  loseAnswer: number;
  doublePush: number;
  crashBetweenWrites: number;
  cutSocket: number;
  refuse: number;
}

export const NO_FAULTS: Faults = {
  loseFrame: 0,
  losePush: 0,
  loseAnswer: 0,
  doublePush: 0,
  crashBetweenWrites: 0,
  cutSocket: 0,
  refuse: 0,
};

const VOID_AFTER_MS = 10_000;

type Placed = "seq" | "at" | "by";
type Happening = Omit<Queued, Placed> | Omit<Closed, Placed> | Omit<Recalled, Placed>;

interface ModelSocket {
  role: Role;
  handlers: SocketHandlers;
  open: boolean;
  attached: Set<string>;
}

interface Conversation {
  /** undefined: the place was taken and not filled yet. */
  log: { entry: Entry | undefined; takenAt: number }[];
  producers: Map<string, { n: number; seq: number }>;
  closed: boolean;
}

/**
 * The contract of a message as a small model: taking a place and filling it are two writes, with a crash possible between
 * them; answers and pushes travel at their own pace and may be lost or doubled.
 */
export class ModelServer {
  faults: Faults = NO_FAULTS;
  readonly conversations = new Map<string, Conversation>();
  readonly #clock: FakeClock;
  readonly #sockets = new Set<ModelSocket>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  open(id: string): void {
    this.conversations.set(id, { log: [], producers: new Map(), closed: false });
    this.#append(id, { kind: "queued", department_id: "D", department_name: "D" });
  }

  close(id: string): void {
    this.#append(id, { kind: "closed", reason: "agent" });
    this.#of(id).closed = true;
  }

  /** In one write: the message loses its words, and the log says so. */
  recall(id: string, seq: number): void {
    const place = this.#of(id).log[seq - 1];
    if (place?.entry?.kind !== "message" || place.entry.recalled) return;
    const { kind, at, by, client_id } = place.entry;
    place.entry = { kind, seq, at, by, client_id, text: "", recalled: true };
    this.#append(id, { kind: "recalled", target: seq });
  }

  connect(role: Role, handlers: SocketHandlers): { send(text: string): void; close(): void } {
    const socket: ModelSocket = { role, handlers, open: false, attached: new Set() };
    this.#later(() => {
      socket.open = true;
      this.#sockets.add(socket);
      handlers.opened();
    });
    return {
      send: (text) => {
        if (this.#chance("cutSocket")) this.#cut(socket);
        if (!socket.open || this.#chance("loseFrame")) return;
        this.#later(() => this.#receive(socket, JSON.parse(text)));
      },
      close: () => {
        socket.open = false;
        this.#sockets.delete(socket);
      },
    };
  }

  #receive(socket: ModelSocket, frame: ClientFrame): void {
    if (frame.type === "ping") this.#answer(socket, { type: "pong", at: this.#clock.now() });
    if (frame.action !== "chat") return;
    if (frame.type === "send" && this.#chance("refuse")) {
      const { conversation_id, client_id, action, type } = frame;
      const request = { conversation_id, client_id, action, type };
      this.#answer(socket, { type: "error", code: "rate_limited", message: "", retry_after_ms: 700, request });
    } else if (frame.type === "send") {
      this.#send(socket, frame);
    } else if (frame.type === "sync") {
      socket.attached.add(frame.conversation_id);
      this.#answer(socket, this.#sync(frame));
    } else if (frame.type === "history") {
      const { conversation_id, before, limit = 100 } = frame;
      const entries = this.#read(conversation_id, Math.max(0, before - 1 - limit), before - 1);
      // Large entries do not fit into one frame: then fewer come, from the end.
      const some = entries.slice(Math.floor(this.#clock.random() * entries.length));
      this.#answer(socket, { type: "history", conversation_id, before, entries: some });
    } else if (frame.type === "recall") {
      this.recall(frame.conversation_id, frame.seq);
    }
  }

  #send(socket: ModelSocket, frame: SendMessage): void {
    const { conversation_id, client_id } = frame;
    const conversation = this.#of(conversation_id);
    const last = conversation.producers.get(client_id.producer) ?? { n: 0, seq: 0 };
    const refuse = (code: string) => {
      const request = { action: frame.action, type: frame.type, conversation_id, client_id };
      this.#answer(socket, { type: "error", code, message: code, request });
    };
    let seq: number | undefined;
    if (client_id.n < last.n) {
      this.#answer(socket, { type: "ack", conversation_id, client_id });
      return;
    }
    if (client_id.n === last.n) {
      seq = last.seq;
      const place = conversation.log[seq - 1];
      // Its place was given up in the meantime: the message gets a new one.
      if (place?.entry?.kind === "void") seq = undefined;
    } else if (client_id.n > last.n + 1) {
      refuse("out_of_order");
      return;
    }
    if (seq === undefined && conversation.closed) {
      refuse("conversation_closed");
      return;
    }
    if (seq === undefined) {
      conversation.log.push({ entry: undefined, takenAt: this.#clock.now() });
      seq = conversation.log.length;
      conversation.producers.set(client_id.producer, { n: client_id.n, seq });
    }
    if (this.#chance("crashBetweenWrites")) return;
    const taken = seq;
    this.#later(() => this.#fill(socket, taken, frame));
  }

  #fill(socket: ModelSocket, seq: number, frame: SendMessage): void {
    const { conversation_id, client_id, text = "", body, quote } = frame;
    const place = this.#of(conversation_id).log[seq - 1];
    if (!place || place.entry?.kind === "void") return;
    place.entry ??= {
      ...{ kind: "message", seq, at: this.#clock.now(), by: { role: socket.role }, client_id },
      ...{ text: body ? plainText(body) : text },
      ...(body ? { body } : {}),
      ...(quote ? { quote } : {}),
    };
    this.#answer(socket, { type: "ack", conversation_id, client_id, seq, at: place.entry.at });
    this.#push(conversation_id, place.entry);
  }

  #sync({ conversation_id, after, limit = 100 }: SyncLog): ServerFrame {
    const { log, closed } = this.#of(conversation_id);
    const from = after ?? Math.max(0, log.length - limit);
    const entries = this.#read(conversation_id, from, from + limit);
    const conversation = conversationView({ conversation_id, seq: log.length, state: closed ? "closed" : "active" });
    return { type: "log", conversation, entries, last_seq: log.length };
  }

  /** What stands after `from` up to `to`, as far as there is no hole. Whoever reads closes old holes. */
  #read(id: string, from: number, to: number): Entry[] {
    const { log } = this.#of(id);
    const entries: Entry[] = [];
    for (const [i, place] of log.entries()) {
      if (!place.entry && this.#clock.now() - place.takenAt >= VOID_AFTER_MS) {
        place.entry = { kind: "void", seq: i + 1, at: this.#clock.now(), by: { role: "system" } };
      }
      if (i < from) continue;
      if (!place.entry || i >= to) break;
      entries.push(place.entry);
    }
    return entries;
  }

  #append(id: string, body: Happening): void {
    const { log } = this.#of(id);
    const at = this.#clock.now();
    const entry: Entry = { ...body, seq: log.length + 1, at, by: { role: "system" } };
    log.push({ entry, takenAt: at });
    this.#push(id, entry);
  }

  #of(id: string): Conversation {
    const conversation = this.conversations.get(id);
    if (!conversation) throw new Error(`no conversation ${id}`);
    return conversation;
  }

  #push(conversation_id: string, entry: Entry): void {
    for (const socket of this.#sockets) {
      if (!socket.attached.has(conversation_id)) continue;
      const times = this.#chance("losePush") ? 0 : this.#chance("doublePush") ? 2 : 1;
      for (let i = 0; i < times; i++) this.#deliver(socket, { type: "entry", conversation_id, entry });
    }
  }

  #answer(socket: ModelSocket, frame: ServerFrame): void {
    if (!this.#chance("loseAnswer")) this.#deliver(socket, frame);
  }

  #deliver(socket: ModelSocket, frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    this.#later(() => {
      if (this.#chance("cutSocket")) this.#cut(socket);
      if (socket.open) socket.handlers.message(text);
    });
  }

  #cut(socket: ModelSocket): void {
    if (!socket.open) return;
    socket.open = false;
    this.#sockets.delete(socket);
    this.#later(() => socket.handlers.closed());
  }

  #chance(fault: keyof Faults): boolean {
    return this.faults[fault] > 0 && this.#clock.random() < this.faults[fault];
  }

  /** Every step takes its own time, so two of them may overtake each other. */
  #later(run: () => void): void {
    this.#clock.after(1 + this.#clock.random() ** 3 * 400, run);
  }
}
