import type { Desk, Entry, Message } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, ME, message, T0, visitor } from "./examples.ts";
import {
  afterEntry,
  LEFT_VISITORS_MS,
  newerView,
  reduce,
  withConversation,
  withDesk,
  withRead,
  withVisitorChanges,
  withVisitors,
} from "./reduce.ts";
import { takesPart } from "./select.ts";
import { emptyLiveState } from "./state.ts";

const bySystem = { role: "system" } as const;
const desk = (change: Partial<Desk> = {}): Desk => ({
  waiting: [],
  mine: [],
  colleagues: [],
  agents: [],
  departments: [],
  state: "online",
  ...change,
});

describe("views of a conversation", () => {
  test("the higher seq is newer, whatever arrives later", () => {
    const newer = conversation("a", { seq: 5, last_text: "new" });
    expect(newerView(newer, conversation("a", { seq: 4, last_text: "old" }))).toBe(newer);
    expect(newerView(conversation("a", { seq: 4 }), newer).last_text).toBe("new");
  });

  test("what has been read stays read when a view knows less of it", () => {
    const read = conversation("a", { seq: 5, read_by_visitor: 5, read_by_agent: 4 });
    const view = newerView(read, conversation("a", { seq: 6, read_by_visitor: 2 }));
    expect([view.read_by_visitor, view.read_by_agent]).toEqual([5, 4]);
  });

  test("a private note is no answer and no last message", () => {
    const asked = afterEntry(conversation("a", { seq: 3, last_text: "在吗" }), message(4, "visitor", "在吗"));
    const noted = afterEntry(asked, { ...(message(5, "agent", "别给太多折扣") as Message), note: true });
    expect(noted).toEqual({ ...asked, seq: 5 });
  });

  test("who joins is a member until they leave, take it over, or it goes to a queue", () => {
    const by = { role: "agent", id: COLLEAGUE } as const;
    const joined = afterEntry(conversation("a"), { kind: "joined", seq: 4, at: T0, by, agent_id: COLLEAGUE, agent_name: "周砚" });
    expect(joined.members).toEqual([{ agent_id: COLLEAGUE, name: "周砚" }]);
    expect([takesPart(joined, COLLEAGUE), takesPart(joined, ME), takesPart(joined, "other")]).toEqual([true, true, false]);
    expect(afterEntry(joined, { kind: "left", seq: 5, at: T0, by, agent_id: COLLEAGUE, agent_name: "周砚" }).members).toEqual([]);
    const taken = afterEntry(joined, { kind: "transferred", seq: 5, at: T0, by, agent_id: COLLEAGUE, agent_name: "周砚", reason: "left" });
    expect([taken.agent_id, taken.members]).toEqual([COLLEAGUE, []]);
    const queued = afterEntry(joined, { kind: "queued", seq: 5, at: T0, by, department_id: "d", department_name: "售后" });
    expect(takesPart(queued, COLLEAGUE)).toBe(false);
  });

  test("a visitor's message makes the visitor wait, an agent's answer ends it", () => {
    const asked = afterEntry(conversation("a", { seq: 3 }), message(4, "visitor", "在吗", T0 + 4_000));
    expect(asked).toMatchObject({ seq: 4, last_by: "visitor", last_text: "在吗", waiting_since: T0 + 4_000, message_count: 1 });
    const again = afterEntry(asked, message(5, "visitor", "还在吗", T0 + 9_000));
    expect(again.waiting_since).toBe(T0 + 4_000);
    expect(afterEntry(again, message(6, "agent", "在的")).waiting_since).toBeUndefined();
  });

  test("what is said by itself is no answer", () => {
    const asked = conversation("a", { seq: 3, waiting_since: T0 });
    const automatic: Entry = { ...(message(4, "agent", "请稍候") as Message), automatic: true };
    expect(afterEntry(asked, automatic)).toMatchObject({ waiting_since: T0, last_text: "请稍候" });
  });

  test("a visitor's message wakes what sleeps", () => {
    const asleep = conversation("a", { seq: 3, snoozed_until: T0 + 3_600_000, snoozed_at: T0 });
    expect(afterEntry(asleep, message(4, "agent", "好的")).snoozed_until).toBe(T0 + 3_600_000);
    expect(afterEntry(asleep, message(4, "visitor", "在吗")).snoozed_until).toBeUndefined();
  });

  test("a file's row says what it is", () => {
    const file = { file_id: "f", name: "a.jpg", type: "image/jpeg", size: 9 };
    const picture: Entry = { ...(message(4, "visitor", "") as Message), file };
    expect(afterEntry(conversation("a"), picture)).toMatchObject({ last_kind: "image", last_text: "" });
  });

  test("an entry that the view knows already changes nothing", () => {
    const view = conversation("a", { seq: 5 });
    expect(afterEntry(view, message(5, "visitor", "again"))).toBe(view);
  });

  test.each<[string, Entry, object]>([
    [
      "accepted",
      { kind: "accepted", seq: 4, at: T0, by: bySystem, agent_id: COLLEAGUE, agent_name: "周砚" },
      { state: "active", agent_id: COLLEAGUE },
    ],
    [
      "queued",
      { kind: "queued", seq: 4, at: T0, by: bySystem, department_id: "d2", department_name: "售后" },
      { state: "waiting", department_id: "d2" },
    ],
    [
      "organized",
      { kind: "organized", seq: 4, at: T0, by: bySystem, labels: ["l"], priority: "high", snoozed_until: T0 + 9 },
      { labels: ["l"], priority: "high", snoozed_until: T0 + 9, snoozed_at: T0 },
    ],
    [
      "wrapped_up",
      { kind: "wrapped_up", seq: 4, at: T0, by: bySystem, topic_id: "t", topic: "物流" },
      { wrap_up: { topic_id: "t", topic: "物流", value: "valid", note: "", at: T0 } },
    ],
    ["visitor_named", { kind: "visitor_named", seq: 4, at: T0, by: bySystem, name: "陈映秋" }, { visitor_name: "陈映秋" }],
    ["rated", { kind: "rated", seq: 4, at: T0, by: bySystem, answers: [], score: 5 }, { score: 5 }],
    ["visitor_left", { kind: "visitor_left", seq: 4, at: T0, by: bySystem }, { visitor_present: false }],
    ["visitor_returned", { kind: "visitor_returned", seq: 4, at: T0, by: bySystem }, { visitor_present: true }],
    ["closed", { kind: "closed", seq: 4, at: T0, by: bySystem, reason: "visitor" }, { state: "closed", closed_at: T0 }],
    [
      "transferred",
      { kind: "transferred", seq: 4, at: T0, by: bySystem, transfer_id: "t", agent_id: COLLEAGUE, agent_name: "周砚" },
      { agent_id: COLLEAGUE },
    ],
  ])("the entry %s changes the row", (_, entry, expected) => {
    expect(afterEntry(conversation("a", { seq: 3 }), entry)).toMatchObject(expected);
  });

  test("going back to a queue leaves no agent behind", () => {
    const entry: Entry = { kind: "queued", seq: 4, at: T0, by: bySystem, department_id: "d2", department_name: "售后" };
    expect(afterEntry(conversation("a"), entry)).not.toHaveProperty("agent_id");
  });
});

describe("frames", () => {
  const state = withConversation(emptyLiveState(ME), conversation("a", { seq: 3 }));

  test("the typing preview goes when the message comes", () => {
    const typing = reduce(state, { type: "typing", conversation_id: "a", by: "visitor", text: "那如果" }, T0);
    expect(typing.typing.get("a")).toEqual({ text: "那如果", at: T0 });
    const said = reduce(typing, { type: "entry", conversation_id: "a", entry: message(4, "visitor", "那如果周五前下单") }, T0);
    expect(said.typing.has("a")).toBe(false);
    expect(said.conversations.get("a")?.last_text).toBe("那如果周五前下单");
  });

  test("reading only advances", () => {
    const read = reduce(state, { type: "read", conversation_id: "a", by: "visitor", seq: 3 }, T0);
    expect(read.conversations.get("a")?.read_by_visitor).toBe(3);
    expect(reduce(read, { type: "read", conversation_id: "a", by: "visitor", seq: 2 }, T0)).toBe(read);
  });

  test("our own reading counts at once", () => {
    const view = state.conversations.get("a");
    if (!view) throw new Error("no view");
    expect(withRead(state, view, "agent", 3).conversations.get("a")?.read_by_agent).toBe(3);
  });

  test("a colleague's frame does not change our own state, ours does", () => {
    const colleague = reduce(state, { type: "agent", agent: agent(COLLEAGUE, { state: "away" }) }, T0);
    expect(colleague.ownState).toBe("offline");
    expect(reduce(colleague, { type: "agent", agent: agent(ME, { state: "busy" }) }, T0).ownState).toBe("busy");
  });
});

describe("the desk's snapshot", () => {
  test("what it no longer knows has ended while we were away", () => {
    const before = withConversation(emptyLiveState(ME), conversation("gone"));
    const after = withDesk(before, desk({ mine: [conversation("here")] }), new Set());
    expect([...after.conversations.keys()]).toEqual(["here"]);
    expect(after.desk).toBe("ready");
  });

  test("what a frame told after it was asked for is newer than it", () => {
    const before = withConversation(emptyLiveState(ME), conversation("new", { state: "waiting" }));
    const after = withDesk(before, desk(), new Set(["new"]));
    expect(after.conversations.has("new")).toBe(true);
  });

  test("an older view in it does not undo a frame", () => {
    const before = withConversation(emptyLiveState(ME), conversation("a", { seq: 9, state: "closed" }));
    expect(withDesk(before, desk({ mine: [conversation("a", { seq: 8 })] }), new Set()).conversations.get("a")?.state).toBe("closed");
  });

  test("a conversation that is open on the screen stays: its log tells how it ended", () => {
    const open = withConversation(emptyLiveState(ME), conversation("open"));
    const logs = new Map([["open", { entries: [], complete: true, first: 0, hasOlder: false, loadingOlder: false, refused: undefined }]]);
    expect(withDesk({ ...open, logs }, desk(), new Set()).conversations.has("open")).toBe(true);
  });

  test("departments stand in their order", () => {
    const named = (name: string, order: number) => ({
      department_id: name,
      name,
      order,
      assignment: "manual" as const,
      members: 1,
      version: 1,
    });
    const after = withDesk(emptyLiveState(ME), desk({ departments: [named("b", 2), named("a", 1)] }), new Set());
    expect(after.departments.map((department) => department.name)).toEqual(["a", "b"]);
  });
});

describe("visitors", () => {
  test("the newest view of each counts", () => {
    const first = withVisitors(emptyLiveState(ME), [visitor("a", { seen_at: T0 + 5, page_title: "new" })], T0);
    const second = withVisitors(first, [visitor("a", { seen_at: T0, page_title: "old" })], T0);
    expect(second.visitors.get("a")?.page_title).toBe("new");
  });

  test("those who left stay for an hour", () => {
    const left = withVisitors(emptyLiveState(ME), [visitor("a", { left_at: T0 })], T0 + LEFT_VISITORS_MS);
    expect(left.visitors.size).toBe(1);
    expect(withVisitors(left, [visitor("b")], T0 + LEFT_VISITORS_MS + 1).visitors.has("a")).toBe(false);
  });

  test("who comes back is no longer one who left", () => {
    const left = withVisitors(emptyLiveState(ME), [visitor("a", { left_at: T0 + 10 })], T0);
    const back = withVisitors(left, [visitor("a", { seen_at: T0 + 20 })], T0);
    expect(back.visitors.get("a")?.left_at).toBeUndefined();
  });

  const page = (at: number, count: number) => ({ at, url: `https://tea.example/${count}`, title: `${count}`, count });

  test("a frame changes what it speaks of, and an older or repeated one changes nothing", () => {
    const first = withVisitors(emptyLiveState(ME), [visitor("a"), visitor("b")], T0);
    const moved = withVisitorChanges(first, { type: "visitors", online: 3, changes: [{ visitor_id: "a", page: page(T0 + 9, 2) }] });
    expect(moved.visitors.get("a")).toMatchObject({
      page_title: "2",
      page_count: 2,
      visitor_number: first.visitors.get("a")?.visitor_number,
    });
    expect(moved.visitors.get("b")).toBe(first.visitors.get("b"));
    expect(moved.online).toBe(3);
    const left = { visitor_id: "a", visitor: visitor("a", { changed_at: T0 + 20, left_at: T0 + 20, page_title: "", page_count: 0 }) };
    const gone = withVisitorChanges(moved, { type: "visitors", online: 2, changes: [left] });
    expect(gone.visitors.get("a")).toMatchObject({ left_at: T0 + 20, page_title: "2", page_count: 2 });
    const again = withVisitorChanges(gone, {
      type: "visitors",
      online: 2,
      changes: [{ visitor_id: "a", visitor: visitor("a"), page: page(T0, 1) }],
    });
    expect(again.visitors.get("a")).toBe(gone.visitors.get("a"));
  });

  test("who is new comes whole, who does not fit any longer goes, and a part of a stranger is nothing", () => {
    const first = withVisitors(emptyLiveState(ME), [visitor("a")], T0);
    const changes = [
      { visitor_id: "n", visitor: visitor("n"), page: page(T0, 1) },
      { visitor_id: "x", page: page(T0, 4) },
    ];
    const after = withVisitorChanges(first, { type: "visitors", online: 2, changes, outside: ["a"] });
    expect([...after.visitors.keys()]).toEqual(["n"]);
  });
});
