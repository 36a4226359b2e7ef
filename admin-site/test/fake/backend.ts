import {
  type ClientFrame,
  type ConversationView,
  type Entry,
  type LeftEntry,
  type LeftMessage,
  OPERATIONS,
  type OperationId,
  type ServerFrame,
} from "@parlor/protocol";
import {
  addConversation,
  addVisitor,
  agents,
  agentView,
  ago,
  company,
  conversations,
  departments,
  id,
  leftMessages,
  logs,
  me,
  roleRights,
  styles,
  TENANT,
  tracks,
  visitors,
} from "./data.ts";
import { contentOf, deskHandlers, furnish, installStore, recall } from "./desk.ts";
import { office } from "./office.ts";
import { service } from "./office-data.ts";
import { Refusal } from "./refusal.ts";
import { styleHandlers } from "./styles.ts";

/**
 * A company inside the page, for looking at screens without a stack. It plays one agent's server: REST by `fetch`, frames by
 * `WebSocket`. `?fail=get_desk` refuses an operation, `?empty=1` has nothing in it,
 * `?many=10000` has so many visitors more, `?slow=2000` answers late.
 */
const options = new URLSearchParams(location.search);
const empty = options.has("empty");
const out = options.has("out");
for (let i = 0; i < Number(options.get("many") ?? 0); i++) addVisitor(`V-${30000 + i}`, undefined, (i % 50) + 1);
const role = (options.get("role") ?? "admin") as "admin" | "supervisor" | "agent";

type Handler = (path: Record<string, string>, query: URLSearchParams, body: Record<string, unknown>) => unknown;

const session = () => ({
  access_token: "fake",
  expires_at: Date.now() + 3_600_000,
  email: me.email,
  memberships: [{ tenant_id: TENANT, company: company.company, agent_id: me.agent_id, role }],
});
const byState = (state: ConversationView["state"], own?: boolean) =>
  empty ? [] : conversations.filter((view) => view.state === state && (own === undefined || (view.agent_id === me.agent_id) === own));

const leftEntries = new Map<string, LeftEntry[]>();
const leftMessage = (path: Record<string, string>) => leftMessages.find((each) => each.left_message_id === path.left_message_id);
const changedLeft = (path: Record<string, string>, change: Partial<LeftMessage>) => Object.assign(leftMessage(path) ?? {}, change);
function sayLeft(path: Record<string, string>, kind: LeftEntry["kind"], text: string): void {
  const said = leftEntries.get(path.left_message_id ?? "") ?? [];
  leftEntries.set(path.left_message_id ?? "", [...said, { place: said.length + 1, kind, at: Date.now(), text, by_name: me.name }]);
}

const dayText = (offset: number, base: Date) => {
  const day = new Date(base);
  day.setDate(day.getDate() + offset);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
};
const wave = (i: number, size: number) => Math.round(size * (0.7 + 0.25 * Math.sin(i * 1.7) + 0.2 * Math.cos(i * 0.6)));

function points(query: URLSearchParams): { at: string; scale: number }[] {
  const from = new Date(`${query.get("from")}T00:00:00`);
  const to = new Date(`${query.get("to")}T00:00:00`);
  const days = Math.round((to.getTime() - from.getTime()) / 86_400_000) + 1;
  const found: { at: string; scale: number }[] = [];
  for (let i = 0; i < days; i++) {
    const day = dayText(i, from);
    if (query.get("grain") === "hour") {
      for (let hour = 0; hour < 24; hour++)
        found.push({ at: `${day}T${String(hour).padStart(2, "0")}`, scale: hour > 7 && hour < 23 ? 14 : 1 });
    } else found.push({ at: day, scale: 180 });
  }
  return found;
}

const handlers: Partial<Record<OperationId, Handler>> = {
  ...office,
  ...deskHandlers,
  ...styleHandlers,
  refresh_session: () => (out && !signedIn ? new Refusal(401, "unauthorized") : session()),
  sign_in: (_path, _query, body) => {
    if (body.password === "wrong") return new Refusal(401, "unauthorized");
    signedIn = true;
    return session();
  },
  sign_up: (_path, _query, body) => (body.email === "taken@example.com" ? new Refusal(409, "exists", "email") : { email: body.email }),
  resend_code: (_path, _query, body) => ({ email: body.email }),
  confirm_sign_up: (_path, _query, body) => (body.code === "000000" ? new Refusal(400, "wrong_code", "code") : undefined),
  forgot_password: (_path, _query, body) => ({ email: body.email }),
  sign_out: () => undefined,
  get_me: () => ({ ...me, ...company, tenant_id: TENANT, role, email: me.email }),
  create_socket_ticket: () => ({ url: "wss://fake.invalid/ws", ticket: "fake", expires_in_s: 60 }),
  get_home: () => ({
    snippet: styles[0]?.snippet,
    demo_url: "https://example.com/demo",
    ...(empty ? {} : { widget_seen_at: ago(60 * 24 * 3) }),
    tried: !empty,
    colleagues: empty ? 0 : 5,
    visitors_today: empty ? 0 : 1284,
    conversations_today: empty ? 0 : 96,
    left_messages_today: empty ? 0 : 7,
    agents_online: 3,
  }),
  get_company: () => company,
  change_company: (_path, _query, body) => Object.assign(company, body, { version: company.version + 1 }),
  list_agents: () => ({ agents: empty ? [me] : agents, role_rights: roleRights }),
  add_agent: (_path, _query, body) => {
    if (agents.some((agent) => agent.number === body.number)) return new Refusal(409, "exists", "number");
    const agent = {
      ...me,
      title: "",
      role: "agent",
      ceiling: 8,
      disabled: false,
      load: 0,
      version: 1,
      ...body,
      agent_id: id(),
      state: "offline",
    };
    agents.push(agent as typeof me);
    return agent;
  },
  change_agent: (path, _query, body) =>
    Object.assign(agents.find((agent) => agent.agent_id === path.agent_id) ?? {}, body, { version: Number(body.version) + 1 }),
  list_departments: () => ({ departments }),
  add_department: (_path, _query, body) => {
    const department = { assignment: "manual", ...body, department_id: id(), order: departments.length, members: 0, version: 1 };
    departments.push(department as (typeof departments)[number]);
    return department;
  },
  change_department: (path, _query, body) =>
    Object.assign(departments.find((each) => each.department_id === path.department_id) ?? {}, body, { version: Number(body.version) + 1 }),
  delete_department: (path) => {
    const at = departments.findIndex((each) => each.department_id === path.department_id);
    if ((departments[at]?.members ?? 0) > 0) return new Refusal(409, "has_members");
    departments.splice(at, 1);
    return undefined;
  },
  get_desk: () => ({
    waiting: byState("waiting"),
    mine: byState("active", true),
    colleagues: byState("active", false),
    agents: agents.map(agentView),
    departments,
    state: me.state,
    unwrapped: empty ? 0 : 3,
  }),
  list_visitors: () => (empty ? { visitors: [], online: 0 } : { visitors, online: visitors.filter((each) => !each.left_at).length }),
  list_internal_conversations: () => ({ conversations: [] }),
  get_track: (path) => ({
    visitor: visitors.find((each) => each.visitor_id === path.visitor_id),
    pages: tracks.get(path.visitor_id ?? "") ?? [],
  }),
  list_conversations: (_path, query) => {
    const words = query.get("visitor");
    const found = byState("closed").filter(
      (view) =>
        (!query.get("agent_id") || view.agent_id === query.get("agent_id")) &&
        (!words || view.visitor_number.includes(words) || view.visitor_name?.includes(words)),
    );
    const from = Number(query.get("cursor") ?? 0);
    return { conversations: found.slice(from, from + 20), ...(from + 20 < found.length ? { cursor: String(from + 20) } : {}) };
  },
  get_conversation_log: (path) => {
    const conversation = conversations.find((view) => view.conversation_id === path.conversation_id);
    const entries = logs.get(path.conversation_id ?? "");
    return conversation && entries ? { conversation, entries, last_seq: entries.length } : new Refusal(404, "not_found");
  },
  list_left_messages: (_path, query) => {
    const asked = query.get("state");
    const states = asked === "todo" ? ["open", "working"] : asked ? [asked] : undefined;
    const whose = query.get("assignee");
    const fits = (each: LeftMessage) =>
      (!states || states.includes(each.state)) && (!whose || (each.assignee_id ?? "nobody") === (whose === "me" ? me.agent_id : whose));
    return { left_messages: empty ? [] : leftMessages.filter(fits), unread: leftMessages.filter((each) => each.unread).length };
  },
  get_left_message: (path) => {
    const message = leftMessage(path);
    return message ? { left_message: message, entries: leftEntries.get(message.left_message_id) ?? [] } : new Refusal(404, "not_found");
  },
  change_left_message: (path, _query, { version, ...change }) => changedLeft(path, change),
  answer_left_message: (path, _query, body) => {
    sayLeft(path, "answer", String(body.text));
    return changedLeft(path, { state: "answered", answered_at: Date.now(), answered_by: me.name });
  },
  note_left_message: (path, _query, body) => {
    sayLeft(path, "note", String(body.text));
    return changedLeft(path, {});
  },
  report_consultations: (_path, query) => {
    const list = points(query).map(({ at, scale }, i) => {
      const online = empty ? 0 : wave(i, scale);
      const offline = empty ? 0 : wave(i + 3, scale / 6);
      return { at, online, offline, total: online + offline };
    });
    const sum = (key: "total" | "online" | "offline") => list.reduce((all, point) => all + point[key], 0);
    return {
      time_zone: company.time_zone,
      grain: query.get("grain"),
      points: list,
      total: sum("total"),
      online: sum("online"),
      offline: sum("offline"),
      accepted: Math.round(sum("online") * 0.971),
      before_total: Math.round(sum("total") * 0.93),
      before_online: Math.round(sum("online") * 0.92),
      before_offline: Math.round(sum("offline") * 1.04),
      before_accepted: Math.round(sum("online") * 0.92 * 0.96),
    };
  },
  report_visits: (_path, query) => {
    const list = points(query).map(({ at, scale }, i) => {
      const visits = empty ? 0 : wave(i, scale * 8);
      return { at, visits, views: visits * 4 + (i % 7), consultations: empty ? 0 : wave(i, scale) };
    });
    const sum = (key: "views" | "visits" | "consultations") => list.reduce((all, point) => all + point[key], 0);
    return {
      time_zone: company.time_zone,
      grain: query.get("grain"),
      points: list,
      views: sum("views"),
      visits: sum("visits"),
      consultations: sum("consultations"),
      before_views: Math.round(sum("views") * 1.05),
      before_visits: Math.round(sum("visits") * 0.9),
      before_consultations: Math.round(sum("consultations") * 0.93),
    };
  },
};
let signedIn = false;

async function answer(url: string, init: RequestInit | undefined): Promise<Response> {
  const { pathname, searchParams } = new URL(url, location.href);
  const path = pathname.replace("/fake-api", "");
  const method = init?.method ?? "GET";
  for (const [operation, [verb, pattern]] of Object.entries(OPERATIONS) as [OperationId, readonly [string, string]][]) {
    const match = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(path);
    if (verb !== method || !match) continue;
    await new Promise((done) => setTimeout(done, Number(options.get("slow") ?? 20)));
    const body = init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
    const result =
      options.get("fail") === operation ? new Refusal(503, "unavailable") : handlers[operation]?.(match.groups ?? {}, searchParams, body);
    if (result instanceof Refusal) return Response.json({ ...result }, { status: result.status });
    return result === undefined ? new Response(null, { status: 204 }) : Response.json(JSON.parse(JSON.stringify(result)));
  }
  return Response.json({ code: "not_found", message: path, status: 404 }, { status: 404 });
}

const sockets = new Set<FakeSocket>();
const tell = (frame: ServerFrame) => {
  for (const socket of sockets) socket.push(frame);
};

function change(view: ConversationView, entry: object, by: Entry["by"], after: Partial<ConversationView> = {}): void {
  const entries = logs.get(view.conversation_id) ?? [];
  const full = { ...entry, by, seq: entries.length + 1, at: Date.now() } as Entry;
  entries.push(full);
  Object.assign(view, after, { seq: full.seq });
  tell({ type: "entry", conversation_id: view.conversation_id, entry: full });
  if (full.kind !== "message") tell({ type: "conversation", conversation: { ...view } });
}

class FakeSocket {
  static readonly OPEN = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    setTimeout(() => {
      if (options.has("offline")) this.onclose?.();
      else {
        sockets.add(this);
        this.onopen?.();
      }
    }, 10);
  }

  push(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close(): void {
    sockets.delete(this);
  }

  send(text: string): void {
    setTimeout(() => this.#handle(JSON.parse(text) as ClientFrame), 15);
  }

  #handle(frame: ClientFrame): void {
    if (frame.action === "presence") {
      if (frame.type === "ping") this.push({ type: "pong", at: Date.now() });
      else if (frame.type === "watch_visitors") this.push({ type: "visitors", online: visitors.filter((each) => !each.left_at).length });
      else {
        me.state = frame.state;
        tell({ type: "agent", agent: agentView(me) });
      }
      return;
    }
    if (frame.action === "invite" && frame.type === "send") {
      this.push({ type: "invitation_sent", invitation_id: id(), visitor_id: frame.visitor_id, sockets: 1 });
      return;
    }
    if (!("conversation_id" in frame)) return;
    const view = conversations.find((each) => each.conversation_id === frame.conversation_id);
    const entries = logs.get(frame.conversation_id);
    const refuse = (code: string) =>
      this.push({
        type: "error",
        code,
        message: code,
        request: { action: frame.action, type: frame.type, conversation_id: frame.conversation_id },
      });
    if (!view || !entries) return void refuse("not_found");
    const mine = { role: "agent", id: me.agent_id, name: me.name } as const;
    if (frame.action === "transfer") {
      if (frame.type === "invite") {
        const to = agents.find((agent) => agent.agent_id === frame.agent_id);
        const transfer = {
          ...{ transfer_id: id(), from_agent_id: me.agent_id, from_agent_name: me.name, join: true },
          ...{ to_agent_id: frame.agent_id, to_agent_name: to?.name ?? "", note: frame.note ?? "", expires_at: Date.now() + 30_000 },
        };
        return void change(view, { kind: "transfer_offered", ...transfer }, mine, { transfer });
      }
      if (frame.type === "offer") {
        const to = agents.find((agent) => agent.agent_id === frame.to_agent_id);
        if (!to) {
          const department = departments.find((each) => each.department_id === frame.to_department_id);
          delete view.agent_id;
          return void change(
            view,
            { kind: "queued", department_id: frame.to_department_id, department_name: department?.name ?? "" },
            mine,
            {
              state: "waiting",
              waiting_since: Date.now(),
              department_id: frame.to_department_id ?? "",
            },
          );
        }
        const transfer = {
          transfer_id: id(),
          from_agent_id: me.agent_id,
          from_agent_name: me.name,
          to_agent_id: to.agent_id,
          to_agent_name: to.name,
          note: frame.note ?? "",
          expires_at: Date.now() + 30_000,
        };
        return void change(view, { kind: "transfer_offered", ...transfer }, mine, { transfer });
      }
      const offer = view.transfer;
      delete view.transfer;
      if (frame.type === "answer" && frame.accept) {
        return void change(
          view,
          { kind: "transferred", transfer_id: frame.transfer_id, agent_id: me.agent_id, agent_name: me.name },
          mine,
          {
            agent_id: me.agent_id,
            agent_name: me.name,
          },
        );
      }
      return void change(
        view,
        { kind: "transfer_ended", transfer_id: offer?.transfer_id, outcome: frame.type === "cancel" ? "cancelled" : "declined" },
        mine,
      );
    }
    switch (frame.type) {
      case "sync": {
        const from = frame.after ?? Math.max(0, entries.length - (frame.limit ?? 100));
        const page = entries.slice(from, from + (frame.limit ?? 100));
        this.push({ type: "log", conversation: { ...view }, entries: page, last_seq: entries.length });
        break;
      }
      case "history": {
        const page = entries.slice(Math.max(0, frame.before - 1 - (frame.limit ?? 100)), frame.before - 1);
        this.push({ type: "history", conversation_id: frame.conversation_id, before: frame.before, entries: page });
        break;
      }
      case "send": {
        if (frame.action !== "chat") break;
        const content = contentOf(frame);
        change(view, { kind: "message", client_id: frame.client_id, ...content }, mine, {
          last_at: Date.now(),
          last_by: "agent",
          last_text: content.text ?? "",
        });
        delete view.waiting_since;
        const entry = entries[entries.length - 1];
        this.push({
          ...{ type: "ack", conversation_id: frame.conversation_id, client_id: frame.client_id, seq: entries.length, at: Date.now() },
          ...(entry ? { entry } : {}),
          delivered: true,
        });
        break;
      }
      case "recall":
        if (Date.now() - (entries[frame.seq - 1]?.at ?? 0) > 120_000) return void refuse("too_late");
        recall(entries, frame.seq);
        change(view, { kind: "recalled", target: frame.seq }, mine);
        break;
      case "organize": {
        if (options.get("fail") === "organize" && view.visitor_name) return void refuse("not_a_member");
        const { labels = view.labels ?? [], priority = view.priority ?? "normal", snoozed_until = view.snoozed_until ?? null } = frame;
        delete view.snoozed_until;
        const until = snoozed_until === null ? {} : { snoozed_until };
        const after = { labels, priority, ...until, ...(snoozed_until === null ? {} : { snoozed_at: Date.now() }) };
        change(view, { kind: "organized", labels, priority, ...until }, mine, after);
        break;
      }
      case "wrap_up": {
        const { topic_id, value = "valid", note = "" } = frame;
        const topic = service.topics.find((each) => each.topic_id === topic_id)?.name ?? "";
        const said = { topic, value, note, ...(topic_id ? { topic_id } : {}) };
        change(view, { kind: "wrapped_up", ...said }, mine, { wrap_up: { ...said, at: Date.now() } });
        break;
      }
      case "accept":
        if (options.has("race")) {
          Object.assign(view, { agent_id: agents[1]?.agent_id, agent_name: agents[1]?.name });
          change(view, { kind: "accepted", agent_id: view.agent_id, agent_name: view.agent_name }, mine, { state: "active" });
          return void refuse("already_accepted");
        }
        change(view, { kind: "accepted", agent_id: me.agent_id, agent_name: me.name }, mine, {
          state: "active",
          agent_id: me.agent_id,
          agent_name: me.name,
          accepted_at: Date.now(),
        });
        break;
      case "end":
        change(view, { kind: "closed", reason: "agent" }, mine, { state: "closed", closed_at: Date.now() });
        break;
    }
  }
}

/** What a person at the console, or a script that takes pictures, can let happen. */
const scene = {
  cut() {
    options.set("offline", "1");
    for (const socket of [...sockets]) {
      sockets.delete(socket);
      socket.onclose?.();
    }
  },
  typing(conversation: ConversationView, text: string) {
    tell({ type: "typing", conversation_id: conversation.conversation_id, by: "visitor", text });
  },
  says(conversation: ConversationView, text: string) {
    change(
      conversation,
      { kind: "message", text, client_id: { producer: "fakevisitor1", n: Date.now() } },
      { role: "visitor", id: conversation.visitor_id },
      { last_at: Date.now(), last_by: "visitor", last_text: text },
    );
  },
  reminds(conversation: ConversationView) {
    const waiting_since = conversation.waiting_since ?? Date.now() - 60_000;
    tell({ type: "reminder", conversation_id: conversation.conversation_id, waiting_since, reassign_at: Date.now() + 540_000 });
  },
  offer(note: string) {
    const view = conversations.find((each) => each.state === "active" && each.agent_id === agents[1]?.agent_id);
    if (!view) return;
    const transfer = {
      transfer_id: id(),
      from_agent_id: agents[1]?.agent_id ?? "",
      from_agent_name: agents[1]?.name ?? "",
      to_agent_id: me.agent_id,
      to_agent_name: me.name,
      note,
      expires_at: Date.now() + 30_000,
    };
    change(
      view,
      { kind: "transfer_offered", ...transfer },
      { role: "agent", id: transfer.from_agent_id, name: transfer.from_agent_name },
      { transfer },
    );
  },
  arrives(number: string, name?: string) {
    const visitor = addVisitor(number, name, 0.1);
    const page = { at: visitor.seen_at, url: visitor.page_url, title: visitor.page_title, count: visitor.page_count };
    const online = visitors.filter((each) => !each.left_at).length;
    tell({ type: "visitors", online, changes: [{ visitor_id: visitor.visitor_id, visitor, page }] });
    return visitor;
  },
  /** So many visitors look at another page, in one frame. */
  move(count: number) {
    const at = Date.now();
    const changes = Array.from({ length: count }, () => {
      const visitor = visitors[Math.floor(Math.random() * visitors.length)] ?? addVisitor("V-1", undefined, 0);
      const page = { at, url: `https://tea.example/${at % 97}`, title: `Page ${at % 97}`, count: visitor.page_count + 1 };
      Object.assign(visitor, { seen_at: at, page_url: page.url, page_title: page.title, page_count: page.count });
      return { visitor_id: visitor.visitor_id, page };
    });
    tell({ type: "visitors", online: visitors.length, changes });
  },
  asks(number: string, text: string) {
    const view = addConversation(scene.arrives(number), "waiting", undefined, [["v", 0, text]]);
    tell({ type: "conversation", conversation: view });
  },
  conversations,
};

export function install(): void {
  furnish();
  installStore(options);
  const realFetch = window.fetch.bind(window);
  window.fetch = (input, init) => (String(input).includes("/fake-api/") ? answer(String(input), init) : realFetch(input, init));
  const RealSocket = window.WebSocket;
  window.WebSocket = new Proxy(RealSocket, {
    construct: (target, args: [string]) => (args[0].startsWith("wss://fake.invalid") ? new FakeSocket() : new target(...args)),
  });
  Object.assign(window, { scene });
}
