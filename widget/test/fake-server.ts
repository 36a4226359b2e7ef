import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type {
  Availability,
  ClientFrame,
  ConversationView,
  Entry,
  InvitationKind,
  LeaveMessage,
  ServerFrame,
  Visit,
  WidgetStyle,
} from "@parlor/protocol";
import { newUlid } from "@parlor/protocol";
import { type WebSocket, WebSocketServer } from "ws";

const ROOT = new URL("..", import.meta.url).pathname;
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** What a careful shop allows. The widget must work under it. */
const STRICT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self' ws:; " +
  "require-trusted-types-for 'script'; base-uri 'none'";

const TENANT = "01JD0000000000000000000001";
const STYLE = "01JD0000000000000000000002";
const VISITOR = "01JD00000000000000000000V1";
const AGENT = { role: "agent", id: "01JD00000000000000000000A1", name: "林小满" } as const;

type EntryBody = Entry extends infer E ? (E extends Entry ? Omit<E, "seq" | "at"> : never) : never;

/** One visitor, one company: everything that the widget talks to, and the agent's side as methods. */
export class FakeServer {
  availability: Availability = "online";
  style: WidgetStyle = {
    color: "#0f6a60",
    position: "right",
    language: "auto",
    texts: {},
    typing_preview: true,
    company: "青叶茶铺",
  };
  /** Called for every frame; true: the frame is lost on its way. */
  lose: (frame: ClientFrame) => boolean = () => false;
  /** Nobody answers at all, as without a network. */
  down = false;
  now = () => Date.now();
  readonly frames: ClientFrame[] = [];
  readonly leftMessages: LeaveMessage[] = [];
  leftMessageProblem: object | undefined;
  conversation: ConversationView | undefined;
  log: Entry[] = [];
  visits = 0;
  /** Sockets that were ever opened since the last reset. */
  connections = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<WebSocket>();
  readonly #attached = new Set<WebSocket>();

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    const sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, stream, head) => {
      if (this.down) stream.destroy();
      else sockets.handleUpgrade(request, stream, head, (socket) => this.#connected(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return this.origin;
  }

  stop(): void {
    this.cut();
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  get origin(): string {
    const address = this.#server?.address() as AddressInfo | null;
    return `http://localhost:${address?.port ?? 0}`;
  }

  get sockets(): number {
    return this.#sockets.size;
  }

  reset(): void {
    // A socket of the last test's page may not have heard yet that the page is gone: it must not count as one of the next.
    for (const socket of this.#sockets) {
      socket.removeAllListeners();
      socket.on("error", () => {});
      socket.terminate();
    }
    this.#sockets.clear();
    this.#attached.clear();
    this.connections = 0;
    this.conversation = undefined;
    this.log = [];
    this.frames.length = 0;
    this.leftMessages.length = 0;
    this.leftMessageProblem = undefined;
    this.availability = "online";
    this.style = { ...this.style, texts: {}, color: "#0f6a60", position: "right", language: "auto" };
    this.down = false;
    this.lose = () => false;
    this.visits = 0;
  }

  // --- the agent's side ---

  accept(): void {
    this.#change({ state: "active", agent_id: AGENT.id, agent_name: AGENT.name });
    this.#append({ kind: "accepted", by: AGENT, agent_id: AGENT.id, agent_name: AGENT.name });
  }

  say(text: string): void {
    const n = this.log.length + 1;
    this.#append({ kind: "message", by: AGENT, client_id: { producer: "agentagent01", n }, text });
  }

  type(): void {
    this.#push({ type: "typing", conversation_id: this.#id, by: "agent" });
  }

  read(): void {
    this.#change({ read_by_agent: this.log.length }, false);
    this.#push({ type: "read", conversation_id: this.#id, by: "agent", seq: this.log.length });
  }

  queue(ahead: number, estimated?: number): void {
    this.#push({
      type: "queue",
      conversation_id: this.#id,
      ahead,
      ...(estimated === undefined ? {} : { estimated_wait_s: estimated }),
    });
  }

  close(): void {
    this.#change({ state: "closed" });
    this.#append({ kind: "closed", by: AGENT, reason: "agent" });
  }

  transfer(name: string): void {
    this.#change({ agent_name: name });
    const id = newUlid(this.now());
    this.#append({ kind: "transferred", by: AGENT, transfer_id: id, agent_id: id, agent_name: name });
  }

  invite(kind: InvitationKind, text: string, name = "苏禾"): void {
    const frame: ServerFrame = {
      type: "invitation",
      invitation_id: newUlid(this.now()),
      kind,
      agent_id: AGENT.id,
      agent_name: name,
      text,
    };
    for (const socket of this.#sockets) socket.send(JSON.stringify(frame));
  }

  /** As when the network breaks. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** A conversation that has been going on since before the visitor's page. */
  talk(entries: EntryBody[], at: number): void {
    this.#open();
    this.log = [];
    for (const [i, entry] of entries.entries()) this.log.push({ ...entry, seq: i + 1, at: at + i * 60_000 } as Entry);
    this.#change({ state: "active", agent_id: AGENT.id, agent_name: AGENT.name, seq: this.log.length }, false);
  }

  // --- the visitor's side ---

  get #id(): string {
    return this.conversation?.conversation_id ?? "";
  }

  #connected(socket: WebSocket): void {
    this.#sockets.add(socket);
    this.connections += 1;
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.#attached.delete(socket);
    });
    socket.on("message", (data) => this.#received(socket, JSON.parse(String(data)) as ClientFrame));
  }

  #received(socket: WebSocket, frame: ClientFrame): void {
    this.frames.push(frame);
    if (this.down || this.lose(frame)) return;
    const answer = (message: ServerFrame) => socket.send(JSON.stringify(message));
    if (frame.type === "ping") answer({ type: "pong", at: this.now() });
    if (frame.action !== "chat") return;
    const request = { action: frame.action, type: frame.type };
    switch (frame.type) {
      case "open":
        if (!this.conversation || this.conversation.state === "closed") {
          if (this.availability === "offline") {
            answer({ type: "error", code: "nobody_online", message: "Nobody is here now.", request });
            return;
          }
          this.#open();
        }
        this.#attached.add(socket);
        for (const each of this.#sockets) this.#tell(each);
        break;
      case "sync": {
        this.#attached.add(socket);
        const conversation = this.conversation as ConversationView;
        answer({ type: "log", conversation, entries: this.log.slice(frame.after), last_seq: this.log.length });
        break;
      }
      case "send": {
        const { client_id, conversation_id } = frame;
        const same = (entry: Entry) =>
          entry.kind === "message" && entry.client_id.producer === client_id.producer && entry.client_id.n === client_id.n;
        let stored = this.log.find(same);
        if (!stored && this.conversation?.state === "closed") {
          const refused = { ...request, conversation_id, client_id };
          answer({ type: "error", code: "conversation_closed", message: "The conversation has ended.", request: refused });
          return;
        }
        stored ??= this.#append({ kind: "message", by: { role: "visitor" }, client_id, text: frame.text ?? "" }, socket);
        answer({ type: "ack", conversation_id, client_id, seq: stored.seq, at: stored.at });
        break;
      }
      case "read":
        this.#change({ read_by_visitor: frame.seq }, false);
        break;
      case "end":
        this.#change({ state: "closed" });
        this.#append({ kind: "closed", by: { role: "visitor" }, reason: "visitor" });
        break;
    }
  }

  #open(): void {
    this.log = [];
    this.conversation = {
      conversation_id: newUlid(this.now()),
      state: "waiting",
      seq: 0,
      visitor_id: VISITOR,
      visitor_number: "V-0000V1",
      department_id: TENANT,
      opened_at: this.now(),
      last_at: this.now(),
      last_by: "visitor",
    };
    this.#append({ kind: "queued", by: { role: "visitor" }, department_id: TENANT, department_name: "售前咨询" });
  }

  #append(body: EntryBody, but?: WebSocket): Entry {
    const entry = { ...body, seq: this.log.length + 1, at: this.now() } as Entry;
    this.log.push(entry);
    this.#change({ seq: entry.seq, last_by: entry.by.role }, false);
    for (const socket of this.#attached) {
      if (socket !== but) socket.send(JSON.stringify({ type: "entry", conversation_id: this.#id, entry } satisfies ServerFrame));
    }
    return entry;
  }

  #change(changes: Partial<ConversationView>, tell = true): void {
    if (!this.conversation) return;
    this.conversation = { ...this.conversation, ...changes };
    if (tell) for (const socket of this.#attached) this.#tell(socket);
  }

  #tell(socket: WebSocket): void {
    if (this.conversation) socket.send(JSON.stringify({ type: "conversation", conversation: this.conversation } satisfies ServerFrame));
  }

  #push(frame: ServerFrame): void {
    for (const socket of this.#attached) socket.send(JSON.stringify(frame));
  }

  // --- HTTP ---

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    if (url.pathname.startsWith("/api/")) {
      if (this.down) {
        request.destroy();
        return;
      }
      const body = JSON.parse(await text(request));
      const [status, answer] = url.pathname.endsWith("/visit") ? [200, this.#visit()] : this.#leave(body as LeaveMessage);
      response.writeHead(status, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
      response.end(JSON.stringify(answer));
      return;
    }
    const path = normalize(url.pathname)
      .replace(/^\/demo/, "/demo-shop")
      .replace(/^\/widget/, "/dist");
    try {
      const file = await readFile(join(ROOT, path));
      const headers = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" };
      response.writeHead(200, url.searchParams.has("strict") ? { ...headers, "Content-Security-Policy": STRICT_CSP } : headers);
      response.end(extname(path) === ".html" || path.endsWith("loader.js") ? this.#published(String(file)) : file);
    } catch {
      response.writeHead(404);
      response.end();
    }
  }

  #published(file: string): string {
    return file
      .replaceAll("__PARLOR_API__", `${this.origin}/api`)
      .replaceAll("__PARLOR_DEMO_TENANT__", TENANT)
      .replaceAll("__PARLOR_DEMO_STYLE__", STYLE);
  }

  #visit(): Visit {
    this.visits += 1;
    const open = this.conversation && this.conversation.state !== "closed";
    return {
      visitor_token: "visitor-token",
      visitor_id: VISITOR,
      socket: { url: `${this.origin.replace("http", "ws")}/ws`, ticket: newUlid(this.now()), expires_in_s: 30 },
      availability: this.availability,
      style: this.style,
      ...(open && this.conversation ? { conversation: this.conversation } : {}),
    };
  }

  #leave(body: LeaveMessage): [number, object] {
    if (this.leftMessageProblem) return [400, this.leftMessageProblem];
    this.leftMessages.push(body);
    return [200, { left_message_id: body.client_id }];
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
