import { describe, expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, ME, message, T0 } from "./examples.ts";
import { canReceive, groupConversations, isAsleep, keepPlaces, nextConversation, unreadCount, urgencyOf, visitorLabel } from "./select.ts";

const group = (...views: ReturnType<typeof conversation>[]) =>
  groupConversations({ agentId: ME, conversations: new Map(views.map((view) => [view.conversation_id, view])) });
const ids = (views: readonly { conversation_id: string }[]) => views.map((view) => view.conversation_id);

describe("the list", () => {
  test("who has waited longest comes first", () => {
    const groups = group(
      conversation("late", { state: "waiting", agent_id: undefined, waiting_since: T0 + 2 }),
      conversation("first", { state: "waiting", agent_id: undefined, waiting_since: T0 + 1 }),
    );
    expect(ids(groups.waiting)).toEqual(["first", "late"]);
  });

  test("ours stand by the latest message; those whose visitor left sink", () => {
    const groups = group(
      conversation("left", { last_at: T0 + 9, visitor_present: false }),
      conversation("old", { last_at: T0 + 1 }),
      conversation("new", { last_at: T0 + 5 }),
      conversation("theirs", { agent_id: COLLEAGUE }),
    );
    expect(ids(groups.mine)).toEqual(["new", "old", "left"]);
    expect(ids(groups.colleagues)).toEqual(["theirs"]);
  });

  test("what is more urgent comes before what is newer or waits longer", () => {
    const views = [
      conversation("calm", { last_at: T0 + 9 }),
      conversation("urgent", { priority: "urgent" }),
      conversation("low", { priority: "low", last_at: T0 + 99 }),
    ];
    const state = { conversations: new Map(views.map((view) => [view.conversation_id, view])), agentId: ME };
    expect(groupConversations(state).mine.map((view) => view.conversation_id)).toEqual(["urgent", "calm", "low"]);
  });

  test("what sleeps wakes by its time, or when the visitor writes", () => {
    const asleep = conversation("a", { snoozed_until: T0 + 60_000, snoozed_at: T0, last_at: T0 - 1 });
    expect(isAsleep(asleep, T0 + 1)).toBe(true);
    expect(isAsleep(asleep, T0 + 60_000)).toBe(false);
    expect(isAsleep({ ...asleep, last_by: "visitor", last_at: T0 + 5 }, T0 + 6)).toBe(false);
    const state = { conversations: new Map([["a", asleep]]), agentId: ME };
    expect(groupConversations(state, T0 + 1)).toMatchObject({ mine: [], snoozed: [asleep] });
    expect(groupConversations(state, T0 + 60_000)).toMatchObject({ mine: [asleep], snoozed: [] });
  });

  test("of what has ended, ours are kept at hand, the latest first", () => {
    const groups = group(
      conversation("a", { state: "closed", closed_at: T0 + 1 }),
      conversation("b", { state: "closed", closed_at: T0 + 2 }),
      conversation("c", { state: "closed", closed_at: T0 + 3, agent_id: COLLEAGUE }),
    );
    expect(ids(groups.closed)).toEqual(["b", "a"]);
  });

  test("rows keep their places: new ones come last, gone ones leave no hole", () => {
    const id = (item: string) => item;
    expect(keepPlaces(["c", "new", "a"], ["a", "b", "c"], id)).toEqual(["a", "c", "new"]);
  });
});

describe("what calls for the agent", () => {
  test("unread are the visitor's messages since the last reading", () => {
    const entries = [message(1, "visitor", "1"), message(2, "agent", "2"), message(3, "visitor", "3"), message(4, "visitor", "4")];
    expect(unreadCount(conversation("a", { read_by_agent: 1 }), entries)).toBe(2);
    expect(unreadCount(conversation("a", { read_by_agent: 4 }), entries)).toBe(0);
    expect(unreadCount(conversation("a"), undefined)).toBe(0);
  });

  test("waiting turns late past the company's limit", () => {
    const view = conversation("a", { waiting_since: T0 });
    expect(urgencyOf(view, T0 + 120_000, 120)).toBe("wait");
    expect(urgencyOf(view, T0 + 120_001, 120)).toBe("late");
    expect(urgencyOf(conversation("a"), T0, 120)).toBe("calm");
  });

  test("the next conversation is the next whose visitor waits, round the end of the list", () => {
    const calm = conversation("calm");
    const waits = conversation("waits", { waiting_since: T0 });
    const open = conversation("open", { waiting_since: T0 });
    expect(nextConversation([waits, open, calm], "open")).toBe(waits);
    expect(nextConversation([open, calm], "open")).toBe(calm);
    expect(nextConversation([open], "open")).toBeUndefined();
    expect(nextConversation([], undefined)).toBeUndefined();
  });
});

test("an agent with room receives, one who is away or full does not", () => {
  expect(canReceive(agent("a", { state: "busy", load: 7 }))).toBe(true);
  expect(canReceive(agent("a", { load: 8 }))).toBe(false);
  expect(canReceive(agent("a", { state: "away" }))).toBe(false);
});

test("visitors are called by name, else by number", () => {
  expect(visitorLabel(conversation("1", { visitor_name: "陈映秋" }))).toBe("陈映秋");
  expect(visitorLabel(conversation("1"))).toBe("V-1");
});
