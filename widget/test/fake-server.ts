import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type {
  AnswerForm,
  Attachment,
  Availability,
  ClientFrame,
  ConversationView,
  Entry,
  FactsFrame,
  Form,
  InvitationKind,
  LeaveMessage,
  ListBlock,
  Message,
  NewVisitorFile,
  PageCard,
  Paragraph,
  PreChat,
  PublishedRule,
  RateConversation,
  RuleSender,
  SendMessage,
  ServerFrame,
  StartVisit,
  StyleFile,
  Survey,
  Switches,
  VisitorLanguage,
} from "@parlor/protocol";
import { ICON_PATHS, newUlid, plainText } from "@parlor/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import type { PanelVisit } from "../shared/port";

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

/** What a site allows that names its scripts one by one. */
const NONCE = "r4nd0m";
const NONCE_CSP =
  `default-src 'none'; script-src 'nonce-${NONCE}' 'strict-dynamic'; style-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self' ws:; ` +
  "require-trusted-types-for 'script'; base-uri 'none'";

const LAUNCHER_WORDS = {
  "zh-CN": { label: "在线咨询", leave: "留言", title: "在线咨询", busy: "客服忙，可排队", close: "收起对话", unread: " 条未读" },
  en: {
    label: "Chat with us",
    leave: "Leave a message",
    title: "Chat with us",
    busy: "busy, you can wait",
    close: "Close chat",
    unread: " unread",
  },
};
const FILE: StyleFile = {
  v: 1,
  color: "#0f6a60",
  scheme: "auto",
  radius: 10,
  position: "right",
  language: "auto",
  kind: "floating",
  consent: "none",
  icons: { online: ICON_PATHS.bubble, busy: ICON_PATHS.bubble, offline: ICON_PATHS.bubble },
  pictures: {},
  x: 24,
  y: 24,
  computers_only: false,
  pages: "",
  pages_offline: "",
  launcher_words: {},
  texts: {},
  words: {},
  panel: {},
  invitation_box: {},
  rules: [],
  quiet_minutes: 10,
};
const COMPANY = { company: "青叶茶铺", typing_preview: true };

/** What the company has decided: what stands in its style's file, and what the visit says. */
export interface FakeStyle extends Partial<Omit<StyleFile, "rules" | "launcher_words">> {
  company?: string;
  typing_preview?: boolean;
  switches?: Switches;
  pre_chat?: PreChat;
  fields_known?: Record<string, string>;
  departments?: PanelVisit["departments"];
  rules?: (PublishedRule & Partial<RuleSender>)[];
}

export const TENANT = "01JD0000000000000000000001";
export const STYLE = "01JD0000000000000000000002";
const VISITOR = "01JD00000000000000000000V1";
const AGENT = { role: "agent", id: "01JD00000000000000000000A1", name: "林小满" } as const;

type Refuse = (code: string, field?: string) => void;
type EntryBody = Entry extends infer E ? (E extends Entry ? Omit<E, "seq" | "at"> : never) : never;

interface FakeFile extends Attachment {
  /** What was uploaded, by part. */
  bytes: Record<string, Buffer>;
  finished: boolean;
}

/** One visitor, one company: everything that the widget talks to, and the agent's side as methods. */
export class FakeServer {
  availability: Availability = "online";
  /** With nobody on line: when it opens again. */
  opensAt: number | undefined;
  /** The queue takes nobody more. */
  full = false;
  style: FakeStyle = {};
  /** Why there is no widget. */
  off: "suspended" | "deleted" | "unknown" | undefined;
  /** What the server knows of the visit. */
  facts: Omit<FactsFrame, "type"> = {};
  /** Whatever page and browser want. One that nobody translated shows how the widget stands in it. */
  language: VisitorLanguage | undefined;
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
  readonly files = new Map<string, FakeFile>();
  /** How long the store takes for an upload, in milliseconds. */
  slowUploads = 0;
  /** The next so many uploads are refused by the store. */
  failUploads = 0;
  /** How often links were asked for, and how long they last. */
  linksAsked = 0;
  linksLastMs = 600_000;
  survey: Survey | undefined;
  readonly transcripts: { email?: string; language: string }[] = [];
  readonly subscriptions: { endpoint: string }[] = [];
  /** No conversation without a form that has a phone number. */
  formDemanded = false;
  /** A form is not known. */
  noForm = false;
  /** Who comes. */
  visitor = VISITOR;
  /** The visits that were asked for. */
  readonly asked: (StartVisit & { identity?: unknown; look?: boolean })[] = [];
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
    this.opensAt = undefined;
    this.language = undefined;
    this.full = false;
    this.facts = {};
    this.style = {};
    this.off = undefined;
    this.visitor = VISITOR;
    this.asked.length = 0;
    this.files.clear();
    this.slowUploads = this.failUploads = this.linksAsked = 0;
    this.linksLastMs = 600_000;
    this.survey = undefined;
    this.formDemanded = this.noForm = false;
    this.transcripts.length = 0;
    this.subscriptions.length = 0;
    this.down = false;
    this.lose = () => false;
  }

  // --- the agent's side ---

  accept(title?: string): void {
    this.#change({ state: "active", agent_id: AGENT.id, agent_name: AGENT.name, ...(title ? { agent_title: title } : {}) });
    this.#append({ kind: "accepted", by: AGENT, agent_id: AGENT.id, agent_name: AGENT.name });
  }

  say(text: string, more: Partial<Message> = {}): Entry {
    const n = this.log.length + 1;
    return this.#append({ kind: "message", by: AGENT, client_id: { producer: "agentagent01", n }, text, ...more });
  }

  sayFormatted(body: (Paragraph | ListBlock)[]): void {
    this.say(plainText(body), { body });
  }

  /** A file that the agent has uploaded. */
  sendFile(file: Omit<Attachment, "file_id">, bytes: Buffer): string {
    const file_id = newUlid(this.now());
    this.files.set(file_id, { ...file, file_id, bytes: { file: bytes, thumbnail: bytes }, finished: true });
    this.say("", { file: { ...file, file_id } });
    return file_id;
  }

  pushPage(page: PageCard): void {
    this.say("", { page });
  }

  pushForm(form: Form): void {
    this.say("", { form });
  }

  pushSurvey(): void {
    if (this.survey) this.say("", { survey: this.survey });
  }

  recall(target: number): void {
    const index = target - 1;
    const entry = this.log[index];
    if (entry?.kind !== "message") return;
    const { kind, seq, at, by, client_id } = entry;
    this.log[index] = { kind, seq, at, by, client_id, text: "", recalled: true };
    this.#append({ kind: "recalled", by, target });
  }

  deliver(): void {
    this.#push({ type: "delivered", conversation_id: this.#id, to: "agent", seq: this.log.length });
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
    this.#change({ state: "closed", closed_at: this.now() });
    this.#append({ kind: "closed", by: AGENT, reason: "agent", ...(this.survey ? { survey: this.survey } : {}) });
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
    if (frame.type === "facts") answer({ type: "facts", ...this.facts });
    if (frame.action !== "chat") return;
    const request = { action: frame.action, type: frame.type };
    const refuse: Refuse = (code, field) => {
      const named = { ...request, conversation_id: this.#id };
      answer({ type: "error", code, message: code, ...(field ? { field } : {}), request: named });
    };
    switch (frame.type) {
      case "open":
        if (this.noForm && frame.form) {
          refuse("unknown_field", "form.phone");
          return;
        }
        if (this.formDemanded && !frame.form?.phone && !this.conversation) {
          refuse("required", "form.phone");
          return;
        }
        if (!this.conversation || this.conversation.state === "closed") {
          if (this.availability === "offline") {
            const opens = this.opensAt ? { opens_at: this.opensAt } : {};
            answer({ type: "error", code: "nobody_online", message: "Nobody is here now.", request, ...opens });
            return;
          }
          if (this.full) {
            answer({ type: "error", code: "queue_full", message: "Too many people are waiting.", request });
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
        const { limit = 100 } = frame;
        const after = frame.after ?? Math.max(0, this.log.length - limit);
        answer({ type: "log", conversation, entries: this.log.slice(after, after + limit), last_seq: this.log.length });
        break;
      }
      case "history": {
        const { before, limit = 100, conversation_id } = frame;
        const entries = this.log.slice(Math.max(0, before - 1 - limit), before - 1);
        answer({ type: "history", conversation_id, before, entries });
        break;
      }
      case "recall": {
        const target = this.log[frame.seq - 1];
        if (target && this.now() - target.at > 120_000) refuse("too_late", "seq");
        else this.recall(frame.seq);
        break;
      }
      case "answer_form":
        this.#answerForm(frame, refuse);
        break;
      case "rate":
        this.#rate(frame, refuse);
        break;
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
        stored ??= this.#append(this.#said(frame), socket);
        const added = stored.kind === "message" && stored.file ? { entry: stored } : {};
        answer({ type: "ack", conversation_id, client_id, seq: stored.seq, at: stored.at, ...added });
        break;
      }
      case "read":
        this.#change({ read_by_visitor: frame.seq }, false);
        break;
      case "end":
        this.#change({ state: "closed", closed_at: this.now() });
        this.#append({ kind: "closed", by: { role: "visitor" }, reason: "visitor", ...(this.survey ? { survey: this.survey } : {}) });
        break;
    }
  }

  #said({ client_id, text = "", body, quote, file_id }: SendMessage): EntryBody {
    const file = file_id ? this.files.get(file_id) : undefined;
    return {
      ...{ kind: "message", by: { role: "visitor" }, client_id, text: body ? plainText(body) : text },
      ...(body ? { body } : {}),
      ...(quote ? { quote } : {}),
      ...(file ? { file: attachmentOf(file) } : {}),
    };
  }

  #answerForm({ form_seq, values }: AnswerForm, refuse: Refuse): void {
    const asked = this.log[form_seq - 1];
    const fields = asked?.kind === "message" ? (asked.form?.fields ?? []) : [];
    const missing = fields.find((field) => field.required && !values[field.key]);
    const given = fields.flatMap(({ key, label }) => (values[key] ? [{ key, label, value: values[key] }] : []));
    if (missing) refuse("required", `values.${missing.key}`);
    else this.#append({ kind: "form_answered", by: { role: "visitor" }, form_seq, values: given });
  }

  #rate({ answers }: RateConversation, refuse: Refuse): void {
    const questions = this.survey?.questions ?? [];
    const missing = questions.find((question) => question.required && !answers.some((each) => each.key === question.key));
    const label = (key: string) => questions.find((question) => question.key === key)?.label ?? "";
    const score = answers.find((each) => each.stars)?.stars;
    const given = answers.map((each) => ({ ...each, label: label(each.key) }));
    if (missing) refuse("required", `answers.${missing.key}`);
    else this.#append({ kind: "rated", by: { role: "visitor" }, answers: given, ...(score ? { score } : {}) });
  }

  #open(): void {
    this.log = [];
    this.conversation = {
      conversation_id: newUlid(this.now()),
      state: "waiting",
      seq: 0,
      visitor_id: this.visitor,
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
      const [status, answer] = this.#operation(url.pathname.replace("/api/widget/", ""), await bodyOf(request));
      response.writeHead(status, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
      response.end(status === 204 ? undefined : JSON.stringify(answer));
      return;
    }
    if (url.pathname.startsWith("/store/")) {
      await this.#store(url.pathname, request, response);
      return;
    }
    if (url.pathname.startsWith("/widget/styles/")) {
      if (this.down) request.destroy();
      else {
        response.writeHead(this.off === "unknown" ? 403 : 200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
        response.end(JSON.stringify(this.#file()));
      }
      return;
    }
    const path = normalize(url.pathname)
      .replace(/^\/demo/, "/demo-shop")
      .replace(/^\/widget/, "/dist");
    try {
      const file = await readFile(join(ROOT, path));
      const headers: Record<string, string> = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" };
      // As in infra/edge.yaml: the loader's lazy part is a module of another host.
      if (path.startsWith("/dist")) headers["Access-Control-Allow-Origin"] = "*";
      const policy = url.searchParams.has("strict") ? STRICT_CSP : url.searchParams.has("nonce") ? NONCE_CSP : undefined;
      response.writeHead(200, policy ? { ...headers, "Content-Security-Policy": policy } : headers);
      const text = extname(path) === ".html" || path.endsWith("loader.js") ? this.#published(String(file)) : undefined;
      response.end(policy === NONCE_CSP ? text?.replaceAll("<script", `<script nonce="${NONCE}"`) : (text ?? file));
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

  #visit(asked: (typeof this.asked)[number]): object {
    this.asked.push(asked);
    const {
      company,
      typing_preview,
      switches,
      pre_chat,
      fields_known,
      departments,
      language: fixed = "auto",
      rules = [],
    } = { ...COMPANY, ...this.style };
    const wanted = asked.languages?.split(",").find((each) => each.slice(0, 2) in { zh: 0, en: 0 });
    const language = this.language ?? (fixed !== "auto" ? fixed : wanted?.startsWith("zh") ? "zh-CN" : "en");
    const seen = { availability: this.availability, language, ...(this.opensAt ? { opens_at: this.opensAt } : {}) };
    if (asked.look) return seen;
    const open = this.conversation && this.conversation.state !== "closed";
    const senders = rules.map(({ rule_id, agent_id = AGENT.id, agent_name = AGENT.name }) => [rule_id, { agent_id, agent_name }]);
    return {
      ...seen,
      visitor_token: `token-of-${this.visitor}`,
      visitor_id: this.visitor,
      socket: { url: `${this.origin.replace("http", "ws")}/ws`, ticket: newUlid(this.now()), expires_in_s: 30 },
      ...{ company, typing_preview, switches, pre_chat, fields_known, departments, senders: Object.fromEntries(senders) },
      ...(asked.identity ? { identity: "verified" } : {}),
      ...(open && this.conversation ? { conversation: this.conversation } : {}),
    };
  }

  /** The published style, as it lies beside the loader. */
  #file(): object {
    if (this.off) return { off: this.off };
    const {
      company: _,
      typing_preview: __,
      switches: ___,
      pre_chat: ____,
      fields_known: _____,
      departments: ______,
      rules = [],
      ...own
    } = this.style;
    const published = rules.map(({ agent_id: _, agent_name: __, ...rule }) => rule);
    const languages = ["zh-CN", "zh-TW", "en", "ja", this.language ?? "en"] as const;
    const words = languages.map((language) => {
      const ours = LAUNCHER_WORDS[language.startsWith("zh") ? "zh-CN" : "en"];
      const { launcher, title } = own.texts?.[language] ?? {};
      return [language, { ...ours, label: launcher || ours.label, title: title || ours.title }];
    });
    return {
      ...FILE,
      ...own,
      pages_offline: own.pages_offline ?? own.pages ?? "",
      rules: published,
      launcher_words: Object.fromEntries(words),
    };
  }

  #operation(path: string, body: Record<string, unknown>): [number, object] {
    const [area, id] = path.split("/");
    switch (area) {
      case "visit":
        return [200, this.#visit(body as unknown as (typeof this.asked)[number])];
      case "files":
        return id ? this.#finish(id) : this.#announce(body as unknown as NewVisitorFile);
      case "file-links":
        return this.#links(body.file_ids as string[]);
      case "transcript":
        this.transcripts.push(body as { email?: string; language: string });
        return [200, { html: body.email ? "" : `<!doctype html><title>Transcript</title><p>${this.log.length}` }];
      case "resume":
        if (body.token !== "resume-token") return [401, { code: "unauthorized", message: "?", status: 401 }];
        return [200, { tenant_id: TENANT, style_id: STYLE, visitor_token: `token-of-${this.visitor}` }];
      case "push-key":
        return [200, { key: "BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U" }];
      case "push-subscription":
        this.subscriptions.push(body as { endpoint: string });
        return [204, {}];
      default:
        return this.#leave(body as unknown as LeaveMessage);
    }
  }

  #announce({ name, type, size, width, height, thumbnail_size }: NewVisitorFile): [number, object] {
    if (/\.exe$/.test(name)) return [400, { code: "invalid", message: "?", status: 400, field: "type" }];
    const file_id = newUlid(this.now());
    const measures = width && height ? { width, height } : {};
    const file = { file_id, name, type, size, ...measures, ...(thumbnail_size ? { thumbnail: true } : {}) };
    this.files.set(file_id, { ...file, bytes: {}, finished: false });
    const target = (part: string) => ({ url: `${this.origin}/store/${file_id}/${part}`, fields: { key: `${file_id}/${part}` } });
    const thumbnail = thumbnail_size ? { thumbnail_target: target("thumbnail") } : {};
    return [200, { file_id, target: target("file"), ...thumbnail, expires_at: this.now() + 600_000 }];
  }

  #finish(id: string): [number, object] {
    const file = this.files.get(id);
    if (!file?.bytes.file) return [409, { code: "conflict", message: "?", status: 409 }];
    file.finished = true;
    return [200, attachmentOf(file)];
  }

  #links(ids: string[]): [number, object] {
    this.linksAsked += 1;
    const links = ids.flatMap((file_id) => {
      const file = this.files.get(file_id);
      const url = `${this.origin}/store/${file_id}/file?n=${this.linksAsked}`;
      const thumbnail = file?.thumbnail ? { thumbnail_url: `${this.origin}/store/${file_id}/thumbnail` } : {};
      return file ? [{ file_id, url, download_url: `${url}&download`, ...thumbnail }] : [];
    });
    return [200, { links, expires_at: this.now() + this.linksLastMs }];
  }

  /** The bucket: takes forms, gives files. */
  async #store(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , id = "", part = ""] = path.split("/");
    const file = this.files.get(id);
    const headers = { "Access-Control-Allow-Origin": "*", "Content-Type": file?.type ?? "text/plain" };
    if (request.method !== "POST") {
      response.writeHead(file?.bytes[part] ? 200 : 404, headers);
      response.end(file?.bytes[part]);
      return;
    }
    const sent = await new Response(new Uint8Array(await bytesOf(request)), {
      headers: { "Content-Type": request.headers["content-type"] ?? "" },
    }).formData();
    if (this.slowUploads) await new Promise((resolve) => setTimeout(resolve, this.slowUploads));
    this.failUploads -= 1;
    if (this.failUploads >= 0 || !file) response.writeHead(403, headers);
    else {
      file.bytes[part] = Buffer.from(await (sent.get("file") as File).arrayBuffer());
      response.writeHead(204, headers);
    }
    response.end();
  }

  #leave(body: LeaveMessage): [number, object] {
    if (this.leftMessageProblem) return [400, this.leftMessageProblem];
    this.leftMessages.push(body);
    return [200, { left_message_id: body.client_id }];
  }
}

function attachmentOf({ bytes: _, finished: __, ...file }: FakeFile): Attachment {
  return file;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await bytesOf(request)).toString("utf8");
  return text ? JSON.parse(text) : {};
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
