import type { ClientFrame, ConversationView, Desk, Entry, ServerFrame } from "@parlor/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "../api/problem.ts";
import { agent, COLLEAGUE, conversation, ME, message, T0, visitor } from "./examples.ts";
import { type LiveEvent, LiveSession } from "./session.ts";

/** The server's end of the one socket that a session has open. */
class FakeSocket {
  static last: FakeSocket;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: ClientFrame[] = [];

  constructor() {
    FakeSocket.last = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {}

  push(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  ofType<Type extends ClientFrame["type"]>(type: Type): Extract<ClientFrame, { type: Type }>[] {
    return this.sent.filter((frame) => frame.type === type) as Extract<ClientFrame, { type: Type }>[];
  }
}

let desk: Desk;
let deskAsked: number;
let deskFails: boolean;
let session: LiveSession;
let events: LiveEvent[];

/** Lets promises settle without letting time pass. */
const settle = () => vi.advanceTimersByTimeAsync(0);

async function open(): Promise<FakeSocket> {
  await settle();
  const socket = FakeSocket.last;
  socket.onopen?.();
  await settle();
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
  vi.stubGlobal("WebSocket", FakeSocket);
  deskAsked = 0;
  deskFails = false;
  events = [];
  desk = { waiting: [], mine: [], colleagues: [], agents: [agent(ME), agent(COLLEAGUE)], departments: [], state: "online" };
  session = new LiveSession(ME, {
    ticket: async () => ({ url: "wss://example", ticket: "t", expires_in_s: 30 }),
    mayWatch: () => false,
    desk: async () => {
      deskAsked += 1;
      if (deskFails) throw ApiProblem.offline();
      return desk;
    },
    internal: async () => ({ conversations: [] }),
    visitors: async () => ({ visitors: [visitor("here")] }),
  });
  session.events.on((event) => events.push(event));
  session.start();
});
afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const state = () => session.store.get();
const refused = (code: string, request: object): ServerFrame => ({ type: "error", code, message: code, request }) as ServerFrame;

describe("on every connection", () => {
  test("the desk is asked for and our own conversations are followed from the start", async () => {
    desk.mine = [conversation("a")];
    desk.colleagues = [conversation("b", { agent_id: COLLEAGUE })];
    const socket = await open();
    expect(state().desk).toBe("ready");
    expect(socket.ofType("sync").map((frame) => [frame.conversation_id, frame.after])).toEqual([["a", undefined]]);
    expect(state().visitorsStatus).toBe("ready");
  });

  test("after a loss both the messages and the state of the gap are fetched", async () => {
    desk.mine = [conversation("a", { seq: 1 })];
    const first = await open();
    first.push({ type: "log", conversation: conversation("a", { seq: 1 }), entries: [message(1, "visitor", "在吗")], last_seq: 1 });
    first.onclose?.();
    expect(state().link.status).toBe("waiting");

    desk.waiting = [conversation("new", { state: "waiting", agent_id: undefined, waiting_since: T0 })];
    session.reconnectNow();
    const second = await open();
    expect(second).not.toBe(first);
    expect(deskAsked).toBe(2);
    expect(state().conversations.has("new")).toBe(true);
    expect(second.ofType("sync")).toMatchObject([{ conversation_id: "a", after: 1 }]);
  });

  test("a desk that fails is asked for again, and what was known stays", async () => {
    desk.mine = [conversation("a")];
    await open();
    FakeSocket.last.onclose?.();
    deskFails = true;
    session.reconnectNow();
    await open();
    expect(state().conversations.has("a")).toBe(true);
    expect(state().deskProblem).toBeInstanceOf(ApiProblem);
    deskFails = false;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state().deskProblem).toBeUndefined();
  });

  test("the lists are asked for again soon: a push may have left before the server noted our socket", async () => {
    await open();
    desk.waiting = [conversation("missed", { state: "waiting" })];
    await vi.advanceTimersByTimeAsync(4_000);
    expect(state().conversations.has("missed")).toBe(true);
  });

  test("as long as the server thinks that we are off line, it is asked again", async () => {
    desk.agents = [agent(ME, { state: "offline" })];
    await open();
    expect(state().ownState).toBe("offline");
    desk.agents = [agent(ME)];
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state().ownState).toBe("online");
  });

  test("the state that the agent chose is taken up again", async () => {
    const first = await open();
    const chosen = session.setState({ state: "busy" });
    first.push({ type: "agent", agent: agent(ME, { state: "busy" }) });
    await chosen;
    first.onclose?.();
    session.reconnectNow();
    const second = await open();
    expect(second.ofType("state")).toMatchObject([{ state: "busy" }]);
  });
});

describe("accepting", () => {
  const waiting = conversation("a", { state: "waiting", agent_id: undefined, agent_name: undefined, seq: 1, waiting_since: T0 });

  test("succeeds when the conversation is ours, and its log is followed", async () => {
    desk.waiting = [waiting];
    const socket = await open();
    const accepted = session.accept("a");
    socket.push({ type: "conversation", conversation: conversation("a", { seq: 2 }) });
    await accepted;
    expect(socket.ofType("sync").map((frame) => frame.conversation_id)).toEqual(["a"]);
    expect(events).toEqual([]);
  });

  test("is refused to who was slower, who sees who has it", async () => {
    desk.waiting = [waiting];
    const socket = await open();
    const accepted = session.accept("a");
    socket.push({ type: "conversation", conversation: conversation("a", { seq: 2, agent_id: COLLEAGUE, agent_name: "周砚" }) });
    socket.push(refused("already_accepted", { action: "chat", type: "accept", conversation_id: "a" }));
    await expect(accepted).rejects.toMatchObject({ code: "already_accepted" });
    expect(state().conversations.get("a")?.agent_name).toBe("周砚");
  });

  test("without an answer is an error after ten seconds", async () => {
    desk.waiting = [waiting];
    await open();
    const accepted = expect(session.accept("a")).rejects.toMatchObject({ code: "no_answer" });
    await vi.advanceTimersByTimeAsync(10_000);
    await accepted;
  });

  test("without a connection is refused at once", async () => {
    await expect(session.accept("a")).rejects.toMatchObject({ code: "offline" });
  });
});

describe("what rings", () => {
  test("a visitor who begins to wait, once", async () => {
    const socket = await open();
    const view = conversation("a", { state: "waiting", agent_id: undefined, seq: 1 });
    socket.push({ type: "conversation", conversation: view });
    socket.push({ type: "conversation", conversation: { ...view, seq: 2, last_text: "在吗" } });
    expect(events.map((event) => event.kind)).toEqual(["request"]);
  });

  test("a message of our visitor, not what the log brings back after a loss", async () => {
    desk.mine = [conversation("a", { seq: 1 })];
    const socket = await open();
    socket.push({ type: "log", conversation: conversation("a", { seq: 1 }), entries: [message(1, "visitor", "old")], last_seq: 1 });
    socket.push({ type: "entry", conversation_id: "a", entry: message(2, "visitor", "new") });
    socket.push({ type: "entry", conversation_id: "a", entry: message(2, "visitor", "new") });
    expect(events).toMatchObject([{ kind: "message", text: "new" }]);
  });

  test("an offer to us, and how our own offer ended", async () => {
    desk.mine = [conversation("mine", { seq: 1 })];
    const socket = await open();
    const transfer = {
      transfer_id: "t1",
      from_agent_id: COLLEAGUE,
      from_agent_name: "周砚",
      to_agent_id: ME,
      to_agent_name: "林小满",
      note: "",
      expires_at: T0 + 30_000,
    };
    socket.push({ type: "conversation", conversation: conversation("theirs", { agent_id: COLLEAGUE, transfer }) });

    const ours = { ...transfer, transfer_id: "t2", from_agent_id: ME, to_agent_id: COLLEAGUE, to_agent_name: "周砚" };
    socket.push({ type: "conversation", conversation: conversation("mine", { seq: 2, transfer: ours }) });
    const ended: Entry = { kind: "transfer_ended", seq: 3, at: T0, by: { role: "agent" }, transfer_id: "t2", outcome: "declined" };
    socket.push({ type: "entry", conversation_id: "mine", entry: ended });
    expect(events).toMatchObject([{ kind: "transfer" }, { kind: "transfer_ended", outcome: "declined", by: "周砚" }]);
  });

  test("a visitor who arrives, not one who merely moves", async () => {
    const socket = await open();
    const page = { at: T0 + 5, url: "https://tea.example/2", title: "2", count: 2 };
    socket.push({ type: "visitors", online: 1, changes: [{ visitor_id: "here", page }] });
    socket.push({
      type: "visitors",
      online: 2,
      changes: [{ visitor_id: "new", visitor: visitor("new"), page: { ...page, at: T0, count: 1 } }],
    });
    socket.push({ type: "visitors", online: 2, changes: [{ visitor_id: "new", page }] });
    await vi.advanceTimersByTimeAsync(200);
    expect(events.map((event) => event.kind)).toEqual(["visitor"]);
    expect(state().visitors.size).toBe(2);
  });
});

describe("our own messages", () => {
  const said = (view: ConversationView) =>
    state()
      .logs.get(view.conversation_id)
      ?.entries.map((entry) => entry.kind === "message" && entry.text);

  test("are pending until the ack, then in the log and in the row", async () => {
    const view = conversation("a", { seq: 1 });
    desk.mine = [view];
    const socket = await open();
    socket.push({ type: "log", conversation: view, entries: [message(1, "visitor", "在吗")], last_seq: 1 });
    await session.say("a", "在的");
    await settle();
    const [sent] = socket.ofType("send");
    expect(state().pending.get("a")).toMatchObject([{ text: "在的" }]);
    if (!sent || !("client_id" in sent)) throw new Error("not sent");
    socket.push({ type: "ack", conversation_id: "a", client_id: sent.client_id, seq: 2, at: T0 + 1 });
    expect(state().pending.has("a")).toBe(false);
    expect(said(view)).toEqual(["在吗", "在的"]);
    expect(state().conversations.get("a")).toMatchObject({ last_text: "在的", last_by: "agent", seq: 2 });
  });

  test("to a conversation that has ended stay as not sent", async () => {
    desk.mine = [conversation("a", { seq: 1 })];
    const socket = await open();
    await session.say("a", "在的");
    await settle();
    const [sent] = socket.ofType("send");
    if (!sent || !("client_id" in sent)) throw new Error("not sent");
    const request = { action: "chat", type: "send", conversation_id: "a", client_id: sent.client_id };
    socket.push(refused("conversation_closed", request));
    await settle();
    expect(state().pending.get("a")).toMatchObject([{ text: "在的", failed: "conversation_closed" }]);
  });

  test("typing is told at most every two seconds", async () => {
    desk.mine = [conversation("a")];
    const socket = await open();
    session.typing("a");
    session.typing("a");
    expect(socket.ofType("typing")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    session.typing("a");
    expect(socket.ofType("typing")).toHaveLength(2);
  });
});

test("reading is told once, and only for our own conversations", async () => {
  desk.mine = [conversation("a", { seq: 4 })];
  desk.colleagues = [conversation("b", { seq: 4, agent_id: COLLEAGUE })];
  const socket = await open();
  session.markRead("a", 4);
  session.markRead("a", 4);
  session.markRead("b", 4);
  expect(socket.ofType("read")).toEqual([{ action: "chat", type: "read", conversation_id: "a", seq: 4 }]);
});

test("a conversation that changes hands is asked for again: the server detached our desk", async () => {
  desk.mine = [conversation("a", { seq: 1 })];
  const socket = await open();
  socket.push({ type: "log", conversation: conversation("a", { seq: 1 }), entries: [message(1, "visitor", "1")], last_seq: 1 });
  const detach = session.attach("a");
  socket.push({ type: "conversation", conversation: conversation("a", { seq: 2, agent_id: COLLEAGUE }) });
  expect(socket.ofType("sync")).toHaveLength(2);
  detach();
  expect(state().logs.has("a")).toBe(false);
});

describe("putting work in order", () => {
  test("organize is carried out when the view says so, and refused by its own error only", async () => {
    desk.mine = [conversation("a"), conversation("b")];
    const socket = await open();
    const done = session.organize("a", { labels: ["l2", "l1"], priority: "high" });
    const failed = session.organize("b", { priority: "low" });
    expect(socket.ofType("organize").map((frame) => frame.conversation_id)).toEqual(["a", "b"]);
    socket.push(refused("not_a_member", { action: "chat", type: "organize", conversation_id: "b" }));
    await expect(failed).rejects.toMatchObject({ code: "not_a_member" });
    socket.push({ type: "conversation", conversation: conversation("a", { seq: 4, labels: ["l1", "l2"], priority: "high" }) });
    await done;
  });

  test("a second wrap-up waits for its own answer, not for what stood there before", async () => {
    const before = { topic: "物流", value: "valid", at: T0, topic_id: "t1" } as const;
    desk.mine = [conversation("a", { wrap_up: before })];
    const socket = await open();
    let settled = false;
    const done = session.wrapUp("a", { topic_id: "t1", value: "invalid", note: "广告 " }).then(() => {
      settled = true;
    });
    socket.push({ type: "conversation", conversation: conversation("a", { seq: 4, wrap_up: before }) });
    await settle();
    expect(settled).toBe(false);
    socket.push({
      type: "conversation",
      conversation: conversation("a", { seq: 5, wrap_up: { ...before, value: "invalid", note: "广告", at: T0 + 1 } }),
    });
    await done;
  });

  test("a recall is done when its entry comes", async () => {
    desk.mine = [conversation("a")];
    const socket = await open();
    const done = session.recall("a", 3);
    const by = { role: "agent", id: ME } as const;
    socket.push({ type: "entry", conversation_id: "a", entry: { kind: "recalled", seq: 4, at: T0, by, target: 3 } });
    await done;
  });
});

test("a reminder is told and kept until the answer", async () => {
  desk.mine = [conversation("a", { waiting_since: T0 })];
  const socket = await open();
  socket.push({ type: "reminder", conversation_id: "a", waiting_since: T0, reassign_at: T0 + 60_000 });
  expect(events).toContainEqual({
    kind: "reminder",
    conversation: expect.objectContaining({ conversation_id: "a" }),
    reassignAt: T0 + 60_000,
  });
  expect(state().reminders.get("a")).toEqual({ waitingSince: T0, reassignAt: T0 + 60_000 });
  socket.push({ type: "entry", conversation_id: "a", entry: message(4, "agent", "在的") });
  expect(state().reminders.has("a")).toBe(false);
});
