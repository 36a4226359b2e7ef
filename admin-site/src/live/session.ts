import {
  type ChosenState,
  type ClientFrame,
  type Condition,
  Connection,
  type ConversationView,
  Emitter,
  type Entry,
  type ErrorFrame,
  GiveUp,
  type InternalView,
  type InvitationAnswer,
  type InvitationKind,
  LiveLog,
  type MessageContent,
  Outbox,
  type Priority,
  type Route,
  type Sent,
  type ServerFrame,
  type SocketTicket,
  type StaffNoticeFrame,
  sentEntry,
  type TransferView,
  type VisitorView,
} from "@parlor/protocol";
import type { Answer, Args } from "../api/http.ts";
import { ApiProblem } from "../api/problem.ts";
import { createStore, type Store } from "../shared/store.ts";
import { localOutboxStore, tabLock } from "./outbox-store.ts";
import { reduce, withConversation, withDelivered, withDesk, withRead, withVisitors } from "./reduce.ts";
import { internalUnread, withInternal, withInternalList, withInternalRead } from "./reduce-internal.ts";
import { takesPart, visitorLabel } from "./select.ts";
import { emptyLiveState, type LiveState } from "./state.ts";
import { Versions } from "./versions.ts";

/** Times in milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;
const MEASURE_EVERY_MS = 30_000;
const DESK_RETRY_MS = 3_000;
const DESK_ASKS_MAX = 5;
/** A push can get lost, and one that leaves before the server has noted our socket is: the lists are asked for again soon, then now and then. */
const DESK_SOON_MS = 4_000;
const DESK_AGAIN_MS = 120_000;
/** Several things that are not known are asked for together. */
const INTERNAL_SOON_MS = 300;
const TYPING_EVERY_MS = 2_000;
/** More visitors than these are not held: conditions narrow them. */
const VISITORS_MAX = 10_000;
const VISITOR_PAGES_MAX = 200;
/** On a site with so many visitors or fewer a desk follows all of them, whatever it looks at. */
const SMALL_SITE = 500;
const FOLLOWED_MAX = 60;
const WATCH_RETRY_MS = 2_000;

const WATCH_ALL = JSON.stringify({ listed: true, conditions: [], visitor_ids: [] });

export type OfferOutcome = "declined" | "expired" | "cancelled" | "accepted";

/** Something that may ring. */
export type LiveEvent =
  | { kind: "visitor"; visitor: VisitorView }
  | { kind: "request"; conversation: ConversationView }
  | { kind: "message"; conversation: ConversationView; text: string }
  | { kind: "transfer"; conversation: ConversationView }
  | { kind: "transfer_ended"; conversation: ConversationView; outcome: OfferOutcome; by: string; join: boolean; note: string }
  | { kind: "invitation_answered"; visitorId: string; label: string; answer: InvitationAnswer }
  | { kind: "reminder"; conversation: ConversationView; reassignAt: number | undefined }
  | { kind: "internal_message"; conversation: InternalView; from: string; text: string }
  | { kind: "staff_notice"; frame: StaffNoticeFrame }
  | { kind: "unsent"; conversationId: string };

/** A command that the server refused, or that it did not answer in time (`no_answer`). */
export class CommandRefused extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, field?: string, retryAfterMs?: number) {
    super(message);
    this.name = "CommandRefused";
    this.code = code;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A state that the agent, or the desk itself (`by_itself`), wants. */
export interface Chosen {
  state: ChosenState;
  reason_id?: string;
  by_itself?: boolean;
}

export interface OrganizeChange {
  labels?: string[];
  priority?: Priority;
  /** Milliseconds since 1970 UTC; null wakes the conversation. */
  snoozed_until?: number | null;
}

export interface WrapUpChange {
  topic_id?: string;
  value: "valid" | "invalid";
  note: string;
}

function isOrganized(view: ConversationView, { labels, priority, snoozed_until }: OrganizeChange): boolean {
  if (labels && [...(view.labels ?? [])].sort().join() !== [...labels].sort().join()) return false;
  if (priority && (view.priority ?? "normal") !== priority) return false;
  return snoozed_until === undefined || (view.snoozed_until ?? null) === snoozed_until;
}

/** The server cuts spaces off a note. */
function isWrappedUp(view: ConversationView["wrap_up"], { topic_id, value, note }: WrapUpChange): boolean {
  return view !== undefined && view.topic_id === topic_id && view.value === value && (view.note ?? "") === note.trim();
}

interface Command {
  /** Which request of ours an error frame answers. */
  matches(error: ErrorFrame): boolean;
  /** Which frame shows that the command was carried out. */
  done(frame: ServerFrame): boolean;
  resolve(): void;
  reject(error: CommandRefused): void;
  timer: ReturnType<typeof setTimeout>;
}

export interface LiveApi {
  ticket(): Promise<SocketTicket>;
  desk(): Promise<Answer<"get_desk">>;
  visitors(query: Args<"list_visitors">["query"]): Promise<Answer<"list_visitors">>;
  /** Whether we may look into conversations of others. */
  mayWatch(): boolean;
  internal(): Promise<Answer<"list_internal_conversations">>;
}

/** The one place through which an agent's page is connected: the socket, the logs, the outbox, and the store that they fill. */
export class LiveSession {
  readonly store: Store<LiveState>;
  readonly events = new Emitter<LiveEvent>();
  readonly #api: LiveApi;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  /** What goes to colleagues: another route, and another place on the device. */
  readonly #internalOutbox: Outbox;
  readonly #logs = new Map<string, { log: LiveLog; users: number }>();
  readonly #commands = new Set<Command>();
  readonly #typingSentAt = new Map<string, number>();
  /** Ids of which frames spoke since the desk's snapshot was asked for. */
  #touched = new Set<string>();
  /** The conditions of the table of visitors while it is on the screen. */
  #looking: readonly Condition[] | undefined;
  /** What the server was told that we follow; a new socket follows everybody. */
  #watched = WATCH_ALL;
  #watchTimer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every reading of the list: an older one that is still under way stops. */
  #reading = 0;
  #deskTimer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every opening of the socket: answers that belong to an earlier one are dropped. */
  #opening = 0;
  #asksForDesk = 0;
  #loadingDesk = false;
  /** The state that the agent chose, to be taken up again when the connection was away. */
  #chosen: Chosen | undefined;
  #stopped = false;

  constructor(agentId: string, api: LiveApi) {
    this.#api = api;
    this.store = createStore(emptyLiveState(agentId));
    this.#connection = new Connection({
      measureEveryMs: MEASURE_EVERY_MS,
      ticket: async () => {
        try {
          return await api.ticket();
        } catch (error) {
          if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) throw new GiveUp(error.code);
          throw error;
        }
      },
    });
    this.#outbox = this.#newOutbox("chat", agentId);
    this.#internalOutbox = this.#newOutbox("internal", `${agentId}-internal`);
    this.#connection.onFrame((frame) => this.#received(frame));
    this.#connection.onState((link) => {
      this.store.set((state) => ({ ...state, link, latencyMs: this.#connection.latencyMs }));
      if (link.status === "open") void this.#opened();
    });
    for (const outbox of [this.#outbox, this.#internalOutbox]) {
      outbox.onChange(() => this.#pendingChanged());
      outbox.onSent((sent) => this.#sent(sent));
    }
  }

  #newOutbox(route: Route, owner: string): Outbox {
    return new Outbox({
      link: this.#connection,
      route,
      store: localOutboxStore,
      owner,
      tryLock: tabLock,
      whenClosed: "fail",
      wholeLog: async (id) => {
        const detach = this.attach(id, route);
        try {
          return (await this.#logs.get(id)?.log.whole()) ?? [];
        } finally {
          detach();
        }
      },
    });
  }

  #sent(sent: Sent): void {
    const { agentId, agents } = this.store.get();
    const own = agents.get(agentId);
    const entry = sentEntry(sent, { role: "agent", id: agentId, ...(own ? { name: own.name } : {}) });
    if (!entry) return;
    this.#logs.get(sent.conversation_id)?.log.addOwn(entry, sent.delivered);
    // Nobody pushes our own message to us: the row in the list learns of it here.
    const frame: ServerFrame = { type: "entry", conversation_id: sent.conversation_id, entry };
    this.store.set((state) => {
      const next = reduce(state, frame, Date.now());
      const view = next.conversations.get(sent.conversation_id);
      return view && sent.delivered ? withDelivered(next, view, "visitor", entry.seq) : next;
    });
  }

  /** Whether a conversation is one among colleagues. */
  isInternal(conversationId: string): boolean {
    return this.store.get().internal.has(conversationId);
  }

  #routeOf(conversationId: string): Route {
    return this.isInternal(conversationId) ? "internal" : "chat";
  }

  #outboxOf(conversationId: string): Outbox {
    return this.isInternal(conversationId) ? this.#internalOutbox : this.#outbox;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#watchTimer);
    clearTimeout(this.#deskTimer);
    for (const command of this.#commands) this.#settle(command, new CommandRefused("stopped", "stopped"));
    for (const { log } of this.#logs.values()) log.dispose();
    this.#outbox.dispose();
    this.#internalOutbox.dispose();
    clearTimeout(this.#internalTimer);
    this.#connection.close();
  }

  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  /** The server's time as well as we know it. */
  now(): number {
    return Date.now() + this.store.get().clockOffsetMs;
  }

  // --- logs ---

  /** Follows a conversation's log until the answer is called. */
  attach(conversationId: string, route = this.#routeOf(conversationId)): () => void {
    const known = this.#logs.get(conversationId);
    if (known) known.users += 1;
    else {
      const watch = () => route === "chat" && this.#api.mayWatch();
      const log = new LiveLog({ link: this.#connection, conversationId, route, watch });
      log.onChange(() => this.#logChanged(log));
      this.#logs.set(conversationId, { log, users: 1 });
    }
    let attached = true;
    return () => {
      if (attached) this.#detach(conversationId);
      attached = false;
    };
  }

  /** Loads a page of what is before the log's first entry. False: nothing came. */
  async loadOlder(conversationId: string): Promise<boolean> {
    return (await this.#logs.get(conversationId)?.log.loadOlder()) ?? false;
  }

  #detach(conversationId: string): void {
    const held = this.#logs.get(conversationId);
    if (!held) return;
    held.users -= 1;
    if (held.users > 0) return;
    held.log.dispose();
    this.#logs.delete(conversationId);
    this.#unwatch(conversationId);
    this.store.set((state) => {
      const logs = new Map(state.logs);
      logs.delete(conversationId);
      return { ...state, logs };
    });
  }

  /** What we only looked into is not pushed to us any longer. */
  #unwatch(conversationId: string): void {
    const { conversations, agentId } = this.store.get();
    const view = conversations.get(conversationId);
    if (!this.#api.mayWatch() || view?.state !== "active" || takesPart(view, agentId)) return;
    this.#connection.send({ action: "supervise", type: "unwatch", conversation_id: conversationId });
  }

  readonly #mine = new Map<string, () => void>();

  /** Our own conversations are always followed: their messages ring and count wherever we look. */
  #followMine(): void {
    const { conversations, agentId } = this.store.get();
    for (const [id, view] of conversations) {
      const ours = view.state === "active" && takesPart(view, agentId);
      if (ours && !this.#mine.has(id)) this.#mine.set(id, this.attach(id));
    }
    for (const [id, detach] of this.#mine) {
      const view = conversations.get(id);
      if (view?.state === "active" && takesPart(view, agentId)) continue;
      this.#mine.delete(id);
      detach();
    }
  }

  #logChanged(log: LiveLog): void {
    this.store.set((state) => {
      const logs = new Map(state.logs).set(log.conversationId, {
        entries: log.shown,
        complete: log.complete,
        first: log.first,
        hasOlder: log.hasOlder,
        loadingOlder: log.loadingOlder,
        refused: log.refused,
      });
      const next = { ...state, logs };
      if (log.internal && state.internal.has(log.conversationId)) return withInternal(next, log.internal);
      return log.conversation ? withConversation(next, log.conversation) : next;
    });
    this.#followMine();
  }

  #pendingChanged(): void {
    const { pending: before, conversations, internal } = this.store.get();
    const ids = new Set([...before.keys(), ...conversations.keys(), ...internal.keys(), ...this.#logs.keys()]);
    const unsent = (id: string) => [...this.#outbox.pending(id), ...this.#internalOutbox.pending(id)];
    const pending = new Map([...ids].map((id) => [id, unsent(id)] as const).filter(([, items]) => items.length > 0));
    this.store.set((state) => ({ ...state, pending }));
  }

  // --- the snapshot on every opening ---

  async #opened(again = false): Promise<void> {
    if (again && this.store.get().link.status !== "open") return;
    this.#opening += 1;
    const opening = this.#opening;
    // A new socket follows everybody; an old one is told again now and then, in case the server had to note it anew.
    this.#watched = again ? "" : WATCH_ALL;
    this.#touched = new Set();
    clearTimeout(this.#deskTimer);
    this.#loadingDesk = true;
    try {
      const desk = await this.#api.desk().finally(() => {
        this.#loadingDesk = false;
      });
      if (opening !== this.#opening || this.#stopped) return;
      const before = this.#chosen;
      this.store.set((state) => withDesk(state, desk, this.#touched));
      this.#followMine();
      this.#pendingChanged();
      if (!again && before && before.state !== this.store.get().ownState)
        this.#connection.send({ action: "presence", type: "state", ...before });
      // We are connected, so "off line" only says that the server has not noted it yet: what it would push may be missed.
      if (this.store.get().ownState === "offline" && this.#asksForDesk < DESK_ASKS_MAX) {
        this.#asksForDesk += 1;
        this.#deskTimer = setTimeout(() => void this.#opened(), DESK_RETRY_MS);
      } else {
        this.#asksForDesk = 0;
        this.#deskTimer = setTimeout(() => void this.#opened(true), again ? DESK_AGAIN_MS : DESK_SOON_MS);
      }
      void this.loadInternal();
      await this.#loadVisitors(opening);
    } catch (error) {
      if (opening !== this.#opening || this.#stopped) return;
      const problem = error instanceof ApiProblem ? error : ApiProblem.offline();
      this.store.set((state) => ({ ...state, desk: state.desk === "ready" ? "ready" : "failed", deskProblem: problem }));
      if (problem.status === 401 || problem.status === 403) return;
      this.#deskTimer = setTimeout(() => void this.#opened(), DESK_RETRY_MS);
    }
  }

  /** Takes a newer snapshot of the lists, for screens that look at conversations of others. */
  async refreshDesk(): Promise<void> {
    if (this.#loadingDesk || this.store.get().desk !== "ready" || this.store.get().link.status !== "open") return;
    const opening = this.#opening;
    this.#loadingDesk = true;
    this.#touched = new Set();
    try {
      const desk = await this.#api.desk();
      if (opening === this.#opening && !this.#stopped) this.store.set((state) => withDesk(state, desk, this.#touched));
    } catch {
      // The next one may succeed; what is known stays.
    } finally {
      this.#loadingDesk = false;
    }
  }

  /** Asks for the desk again at once, after a failure. */
  retryDesk(): void {
    this.store.set((state) => ({ ...state, desk: state.desk === "failed" ? "loading" : state.desk, deskProblem: undefined }));
    if (this.store.get().link.status === "open") void this.#opened();
    else this.reconnectNow();
  }

  /** Whether the list of visitors is of use: it is looked at, or the site is small. */
  #listed(): boolean {
    return this.#looking !== undefined || (this.store.get().online ?? 0) <= SMALL_SITE;
  }

  async #loadVisitors(opening: number): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    const outdated = () => opening !== this.#opening || reading !== this.#reading || this.#stopped;
    const conditions = this.#looking?.length ? { conditions: JSON.stringify(this.#looking) } : {};
    let cursor: string | undefined;
    const seen = new Set<string>();
    try {
      for (let page = 0; page < VISITOR_PAGES_MAX && seen.size < VISITORS_MAX; page++) {
        const list = await this.#api.visitors(cursor ? { ...conditions, cursor } : conditions);
        if (outdated()) return;
        for (const visitor of list.visitors) seen.add(visitor.visitor_id);
        this.store.set((state) => ({ ...withVisitors(state, list.visitors, this.now()), online: list.online ?? state.online }));
        cursor = list.cursor;
        if (!cursor || !this.#listed()) break;
      }
      this.#follow();
      // Who is in neither the list nor a frame went while we were away, or does not fit.
      this.store.set((state) => {
        const gone = new Map<string, undefined>();
        for (const id of state.visitors.keys()) if (!seen.has(id) && !this.#touched.has(id)) gone.set(id, undefined);
        return { ...state, visitors: state.visitors.with(gone), visitorsStatus: "ready", visitorsCut: cursor !== undefined };
      });
    } catch {
      if (outdated()) return;
      this.store.set((state) => ({ ...state, visitorsStatus: state.visitorsStatus === "ready" ? "ready" : "failed" }));
    }
  }

  retryVisitors(): void {
    this.store.set((state) => ({ ...state, visitorsStatus: "loading" }));
    void this.#loadVisitors(this.#opening);
  }

  #internalTimer: ReturnType<typeof setTimeout> | undefined;
  #internalTouched = new Set<string>();

  /** Asks for the list of conversations among colleagues, on every opening of the socket and when one is not known. */
  async loadInternal(): Promise<void> {
    clearTimeout(this.#internalTimer);
    this.#internalTimer = undefined;
    this.#internalTouched = new Set();
    try {
      const { conversations } = await this.#api.internal();
      if (this.#stopped) return;
      this.store.set((state) => withInternalList(state, conversations, this.#internalTouched));
      this.#pendingChanged();
    } catch {
      if (this.#stopped) return;
      this.store.set((state) => ({ ...state, internalStatus: state.internalStatus === "ready" ? "ready" : "failed" }));
    }
  }

  /** Takes a conversation that the server has just answered with, before a push tells of it. */
  knowInternal(view: InternalView): void {
    this.#internalTouched.add(view.conversation_id);
    this.store.set((state) => withInternal(state, view));
  }

  /** Something was said where we do not know that we are. */
  #missInternal(id: string): void {
    const { conversations, internal } = this.store.get();
    if (conversations.has(id) || internal.has(id) || this.#logs.has(id)) return;
    this.#internalTimer ??= setTimeout(() => void this.loadInternal(), INTERNAL_SOON_MS);
  }

  /** The table of visitors is on the screen and shows those who fit all conditions; undefined: it is not on the screen. */
  lookAtVisitors(conditions: readonly Condition[] | undefined): void {
    const before = JSON.stringify(this.#looking ?? []);
    const listed = this.#listed();
    this.#looking = conditions;
    this.#follow();
    if (this.store.get().link.status !== "open" || (listed === this.#listed() && before === JSON.stringify(conditions ?? []))) return;
    if (!this.#listed()) return;
    this.#touched = new Set();
    if (before !== JSON.stringify(conditions ?? [])) this.store.set((state) => ({ ...state, visitors: new Versions() }));
    this.retryVisitors();
  }

  /** Tells the server which visitors we follow, if that has changed. */
  #follow(): void {
    const { conversations, agentId } = this.store.get();
    const listed = this.#listed();
    const ours = listed ? [] : [...conversations.values()].filter((view) => view.state === "active" && view.agent_id === agentId);
    const visitor_ids = ours.map((view) => view.visitor_id).slice(0, FOLLOWED_MAX);
    const wanted = { listed, conditions: [...(this.#looking ?? [])], visitor_ids };
    const said = JSON.stringify(wanted);
    if (said === this.#watched || !this.#connection.send({ action: "presence", type: "watch_visitors", ...wanted })) return;
    this.#watched = said;
  }

  // --- frames ---

  #received(frame: ServerFrame): void {
    this.#touch(frame);
    this.#notice(frame);
    if (frame.type === "pong") {
      const latencyMs = this.#connection.latencyMs;
      const clockOffsetMs = Math.round(frame.at - Date.now() + (latencyMs ?? 0) / 2);
      this.store.set((state) => ({ ...state, latencyMs, clockOffsetMs }));
    } else {
      const before = this.store.get();
      this.store.set((state) => reduce(state, frame, Date.now()));
      if (frame.type === "conversation") this.#conversationChanged(before, frame.conversation);
      if (frame.type === "signed_out") this.#connection.close(new GiveUp("signed_out"));
      if (frame.type === "conversation" || frame.type === "visitors") this.#follow();
    }
    if (frame.type === "error" && frame.request?.type === "watch_visitors") {
      this.#watched = "";
      clearTimeout(this.#watchTimer);
      this.#watchTimer = setTimeout(() => this.#follow(), WATCH_RETRY_MS);
    }
    for (const command of this.#commands) {
      if (frame.type === "error" && command.matches(frame)) {
        this.#settle(command, new CommandRefused(frame.code, frame.message, frame.field, frame.retry_after_ms));
      } else if (command.done(frame)) this.#settle(command);
    }
  }

  #conversationChanged(before: LiveState, view: ConversationView): void {
    const old = before.conversations.get(view.conversation_id);
    const { agentId } = before;
    this.#followMine();
    // The server detaches the desks of a conversation that changes hands, and ours when we leave one.
    const changed =
      old && (old.agent_id !== view.agent_id || old.state !== view.state || takesPart(old, agentId) !== takesPart(view, agentId));
    if (changed) this.#logs.get(view.conversation_id)?.log.sync();
  }

  #touch(frame: ServerFrame): void {
    if (frame.type === "internal_conversation") this.#internalTouched.add(frame.conversation.conversation_id);
    else if (frame.type === "internal_left" || frame.type === "entry") this.#internalTouched.add(frame.conversation_id);
    if (frame.type === "conversation") this.#touched.add(frame.conversation.conversation_id);
    else if (frame.type === "agent") this.#touched.add(frame.agent.agent_id);
    else if (frame.type === "visitors") for (const change of frame.changes ?? []) this.#touched.add(change.visitor_id);
  }

  /** Tells what a frame means to a person, before the state changes. */
  #notice(frame: ServerFrame): void {
    const state = this.store.get();
    if (frame.type === "visitors") {
      for (const { visitor, page } of frame.changes ?? []) {
        const old = visitor && state.visitors.get(visitor.visitor_id);
        if (visitor && page && !visitor.left_at && (!old || old.left_at)) this.events.emit({ kind: "visitor", visitor });
      }
    } else if (frame.type === "conversation") {
      this.#noticeConversation(state, frame.conversation);
    } else if (frame.type === "entry") {
      const view = state.conversations.get(frame.conversation_id);
      const { entry } = frame;
      const internal = state.internal.get(frame.conversation_id);
      if (internal && entry.kind === "message" && entry.by.id !== state.agentId && entry.seq > internal.seq) {
        this.events.emit({ kind: "internal_message", conversation: internal, from: entry.by.name ?? "", text: entry.text });
      }
      if (!internal) this.#missInternal(frame.conversation_id);
      if (view) this.#noticeTransfer(view, entry);
      const ours = view?.state === "active" && takesPart(view, state.agentId);
      if (ours && entry.kind === "message" && entry.by.role === "visitor" && entry.seq > view.seq) {
        this.events.emit({ kind: "message", conversation: view, text: entry.text });
      }
    } else if (frame.type === "log") {
      // What was answered while we were not connected comes with the log.
      for (const entry of frame.entries) this.#noticeTransfer(frame.conversation, entry);
    } else if (frame.type === "reminder") {
      const conversation = state.conversations.get(frame.conversation_id);
      if (conversation) this.events.emit({ kind: "reminder", conversation, reassignAt: frame.reassign_at });
    } else if (frame.type === "staff_notice") {
      this.events.emit({ kind: "staff_notice", frame });
    } else if (frame.type === "invitation_answered") {
      const visitor = state.visitors.get(frame.visitor_id);
      if (state.invited.has(frame.visitor_id)) {
        const label = visitor ? visitorLabel(visitor) : "";
        this.events.emit({ kind: "invitation_answered", visitorId: frame.visitor_id, label, answer: frame.answer });
      }
    }
  }

  #noticeConversation(state: LiveState, view: ConversationView): void {
    const old = state.conversations.get(view.conversation_id);
    if (old && view.seq < old.seq) return;
    if (view.state === "waiting" && old?.state !== "waiting") this.events.emit({ kind: "request", conversation: view });
    const assigned = view.state === "active" && view.agent_id === state.agentId && old?.agent_id !== state.agentId;
    if (assigned && !this.#accepting.has(view.conversation_id)) this.events.emit({ kind: "request", conversation: view });
    const offer = view.transfer;
    if (offer?.to_agent_id === state.agentId && old?.transfer?.transfer_id !== offer.transfer_id) {
      this.events.emit({ kind: "transfer", conversation: view });
    }
    if (offer?.from_agent_id === state.agentId) this.#offers.set(offer.transfer_id, offer);
  }

  readonly #accepting = new Set<string>();
  /** Our own offers that wait for an answer. */
  readonly #offers = new Map<string, TransferView>();

  #noticeTransfer(view: ConversationView, entry: Entry): void {
    const offer = this.#answeredBy(view, entry);
    if (!offer) return;
    this.#offers.delete(offer.transfer_id);
    const ended = entry.kind === "transfer_ended" ? entry : undefined;
    const { to_agent_name: by, join = false } = offer;
    this.events.emit({
      ...{ kind: "transfer_ended", conversation: view, by, join },
      outcome: ended?.outcome ?? "accepted",
      note: ended?.note ?? "",
    });
  }

  #answeredBy(view: ConversationView, entry: Entry): TransferView | undefined {
    if (entry.kind === "transfer_ended" || entry.kind === "transferred") return this.#offers.get(entry.transfer_id ?? "");
    if (entry.kind !== "joined") return undefined;
    const asked = view.transfer;
    const known = asked?.join && asked.to_agent_id === entry.agent_id ? this.#offers.get(asked.transfer_id) : undefined;
    return known ?? [...this.#offers.values()].find((offer) => offer.join && offer.to_agent_id === entry.agent_id);
  }

  // --- commands ---

  /** Sends a frame and waits until the server shows that it was carried out. Raises `CommandRefused`. */
  #command(frame: ClientFrame, matches: Command["matches"], done: Command["done"]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#connection.send(frame)) {
        reject(new CommandRefused("offline", "not connected"));
        return;
      }
      const command: Command = {
        matches,
        done,
        resolve,
        reject,
        timer: setTimeout(() => this.#settle(command, new CommandRefused("no_answer", "no answer")), ANSWER_TIMEOUT_MS),
      };
      this.#commands.add(command);
    });
  }

  #settle(command: Command, error?: CommandRefused): void {
    clearTimeout(command.timer);
    this.#commands.delete(command);
    if (error) command.reject(error);
    else command.resolve();
  }

  #aboutConversation(frame: Extract<ClientFrame, { conversation_id: string }>, done: (view: ConversationView) => boolean): Promise<void> {
    const id = frame.conversation_id;
    return this.#command(
      frame,
      ({ request }) => request?.action === frame.action && request.type === frame.type && request.conversation_id === id,
      (answer) => {
        if (answer.type !== "conversation" && answer.type !== "log") return false;
        return answer.conversation.conversation_id === id && done(answer.conversation);
      },
    );
  }

  async accept(conversationId: string): Promise<void> {
    const { agentId } = this.store.get();
    this.#accepting.add(conversationId);
    try {
      await this.#aboutConversation(
        { action: "chat", type: "accept", conversation_id: conversationId },
        (view) => view.state === "active" && view.agent_id === agentId,
      );
    } finally {
      this.#accepting.delete(conversationId);
    }
  }

  end(conversationId: string): Promise<void> {
    return this.#aboutConversation({ action: "chat", type: "end", conversation_id: conversationId }, (view) => view.state === "closed");
  }

  /** Exactly one of an agent, who is asked, and a department, to whose queue the visitor goes at once. */
  offerTransfer(conversationId: string, to: { agentId: string } | { departmentId: string }, note: string): Promise<void> {
    const target = "agentId" in to ? { to_agent_id: to.agentId } : { to_department_id: to.departmentId };
    return this.#aboutConversation({ action: "transfer", type: "offer", conversation_id: conversationId, note, ...target }, (view) =>
      "agentId" in to
        ? view.transfer?.to_agent_id === to.agentId || view.agent_id === to.agentId
        : view.department_id === to.departmentId && view.agent_id !== this.store.get().agentId,
    );
  }

  /** Asks a colleague to come in. */
  inviteColleague(conversationId: string, agentId: string, note: string): Promise<void> {
    return this.#aboutConversation(
      { action: "transfer", type: "invite", conversation_id: conversationId, agent_id: agentId, note },
      (view) => view.transfer?.to_agent_id === agentId || takesPart(view, agentId),
    );
  }

  /** Takes part in a colleague's conversation without being asked. */
  join(conversationId: string): Promise<void> {
    const { agentId } = this.store.get();
    return this.#aboutConversation({ action: "chat", type: "join", conversation_id: conversationId }, (view) => takesPart(view, agentId));
  }

  /** Leaves a conversation that others take part in, too. */
  leave(conversationId: string): Promise<void> {
    const { agentId } = this.store.get();
    return this.#aboutConversation({ action: "chat", type: "leave", conversation_id: conversationId }, (view) => !takesPart(view, agentId));
  }

  /** `note` says why not. */
  answerTransfer(conversationId: string, transferId: string, accept: boolean, note = ""): Promise<void> {
    return this.#aboutConversation(
      { action: "transfer", type: "answer", conversation_id: conversationId, transfer_id: transferId, accept, note },
      (view) => view.transfer?.transfer_id !== transferId,
    );
  }

  cancelTransfer(conversationId: string, transferId: string): Promise<void> {
    return this.#aboutConversation(
      { action: "transfer", type: "cancel", conversation_id: conversationId, transfer_id: transferId },
      (view) => view.transfer?.transfer_id !== transferId,
    );
  }

  /** A conversation of somebody else becomes ours. */
  takeOver(conversationId: string): Promise<void> {
    return this.#aboutConversation(
      { action: "supervise", type: "take_over", conversation_id: conversationId },
      (view) => view.agent_id === this.store.get().agentId,
    );
  }

  endOther(conversationId: string): Promise<void> {
    return this.#aboutConversation(
      { action: "supervise", type: "end", conversation_id: conversationId },
      (view) => view.state === "closed",
    );
  }

  signOutAgent(agentId: string): Promise<void> {
    return this.#command(
      { action: "supervise", type: "sign_out", agent_id: agentId },
      ({ request }) => request?.action === "supervise" && request.type === "sign_out" && request.agent_id === agentId,
      (frame) => frame.type === "agent" && frame.agent.agent_id === agentId && frame.agent.state === "offline",
    );
  }

  invite(visitorId: string, kind: InvitationKind, text: string): Promise<void> {
    return this.#command(
      { action: "invite", type: "send", visitor_id: visitorId, kind, text },
      ({ request }) => request?.action === "invite" && request.visitor_id === visitorId,
      (frame) => frame.type === "invitation_sent" && frame.visitor_id === visitorId,
    );
  }

  async setState(chosen: Chosen): Promise<void> {
    const { agentId } = this.store.get();
    await this.#command(
      { action: "presence", type: "state", ...chosen },
      ({ request }) => request?.action === "presence" && request.type === "state",
      (frame) => frame.type === "agent" && frame.agent.agent_id === agentId && frame.agent.state === chosen.state,
    );
    this.#chosen = chosen;
  }

  /** Labels, priority, snooze; what is not in `change` stays. */
  organize(conversationId: string, change: OrganizeChange): Promise<void> {
    return this.#aboutConversation({ action: "chat", type: "organize", conversation_id: conversationId, ...change }, (view) =>
      isOrganized(view, change),
    );
  }

  /** What the conversation was about and worth, also after its end. */
  wrapUp(conversationId: string, wrapUp: WrapUpChange): Promise<void> {
    return this.#aboutConversation({ action: "chat", type: "wrap_up", conversation_id: conversationId, ...wrapUp }, ({ wrap_up }) =>
      isWrappedUp(wrap_up, wrapUp),
    );
  }

  /** Takes one of our messages back, within two minutes. */
  recall(conversationId: string, seq: number): Promise<void> {
    const isIt = (entry: Entry) => entry.kind === "recalled" && entry.target === seq;
    const action = this.#routeOf(conversationId);
    return this.#command(
      { action, type: "recall", conversation_id: conversationId, seq },
      ({ request }) => request?.action === action && request.type === "recall" && request.conversation_id === conversationId,
      (frame) =>
        (frame.type === "entry" && frame.conversation_id === conversationId && isIt(frame.entry)) ||
        ((frame.type === "log" || frame.type === "internal_log") &&
          frame.conversation.conversation_id === conversationId &&
          frame.entries.some(isIt)),
    );
  }

  /** The message is safe on this device when the promise settles; it leaves as soon as it can. */
  async say(conversationId: string, said: string | MessageContent): Promise<void> {
    await this.#outboxOf(conversationId).add(conversationId, said);
    this.#typingSentAt.delete(conversationId);
  }

  async retryMessage(conversationId: string, key: string): Promise<void> {
    await this.#outboxOf(conversationId).retry(key, conversationId);
  }

  async discardMessage(conversationId: string, key: string): Promise<void> {
    await this.#outboxOf(conversationId).discard(key);
  }

  /** Tells the visitor that we write, at most every two seconds. */
  typing(conversationId: string): void {
    if (this.isInternal(conversationId)) return;
    const now = Date.now();
    if (now - (this.#typingSentAt.get(conversationId) ?? 0) < TYPING_EVERY_MS) return;
    if (this.#connection.send({ action: "chat", type: "typing", conversation_id: conversationId, text: "" })) {
      this.#typingSentAt.set(conversationId, now);
    }
  }

  /** Everything up to `seq` has been on our screen. Only who takes part reads it for the company. */
  markRead(conversationId: string, seq: number): void {
    const { conversations, internal, agentId } = this.store.get();
    const among = internal.get(conversationId);
    if (among) {
      this.#markInternalRead(among, seq);
      return;
    }
    const view = conversations.get(conversationId);
    if (!view || !takesPart(view, agentId) || view.state === "closed" || seq <= (view.read_by_agent ?? 0)) return;
    if (!this.#connection.send({ action: "chat", type: "read", conversation_id: conversationId, seq })) return;
    this.store.set((state) => {
      const now = state.conversations.get(conversationId);
      return now ? withRead(state, now, "agent", seq) : state;
    });
  }

  /** One write for many messages, and none for our own. */
  #markInternalRead(view: InternalView, seq: number): void {
    const { conversation_id } = view;
    if (seq <= (view.read_seq ?? 0) || internalUnread(view, this.store.get().agentId) === 0) return;
    if (!this.#connection.send({ action: "internal", type: "read", conversation_id, seq })) return;
    this.store.set((state) => withInternalRead(state, conversation_id, seq));
  }
}
