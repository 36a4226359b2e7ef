import { describe, expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, T0, visitor } from "../../live/examples.ts";
import { orderOf, type Sorting, sharesOf, stateOf, type VisitorRow, visitorRow } from "./rows.ts";

const agents = new Map([[COLLEAGUE, agent(COLLEAGUE, { name: "周砚" })]]);
const row = (view: ReturnType<typeof visitor>, ...conversations: ReturnType<typeof conversation>[]) =>
  visitorRow(view, new Map(conversations.map((each) => [each.conversation_id, each])), agents);
const waits = (id: string, since: number) =>
  row(
    visitor(id, { conversation_id: id, conversation_state: "waiting" }),
    conversation(id, { state: "waiting", waiting_since: since, agent_id: undefined, agent_name: undefined, last_text: "在吗" }),
  );
const browses = (id: string, change = {}) => row(visitor(id, change));
const sortRows = (rows: readonly VisitorRow[], sorting: Sorting | undefined) => [...rows].sort(orderOf(sorting));
const ids = (rows: readonly { visitor: { visitor_id: string } }[]) => rows.map((each) => each.visitor.visitor_id);

test.each([
  [{ left_at: T0, conversation_state: "active" as const }, "left"],
  [{ conversation_state: "waiting" as const }, "waiting"],
  [{ conversation_state: "active" as const }, "talking"],
  [{ invited_by: COLLEAGUE }, "invited"],
  [{ conversation_state: "closed" as const }, "browsing"],
])("a visitor with %j is %s", (change, state) => {
  expect(stateOf(visitor("a", change))).toBe(state);
});

describe("order", () => {
  const rows = [
    browses("old", { entered_at: T0 - 9 }),
    browses("left", { left_at: T0 }),
    browses("new", { entered_at: T0 + 9 }),
    waits("w2", T0 - 10),
    waits("w1", T0 - 20),
  ];

  test("who waits longest stands first, who left last", () => {
    expect(ids(sortRows(rows, undefined))).toEqual(["w1", "w2", "new", "old", "left"]);
  });

  test("by waiting, the longest first; who does not wait comes after, in either direction", () => {
    expect(ids(sortRows(rows, { column: "waiting", descending: true })).slice(0, 2)).toEqual(["w1", "w2"]);
    expect(ids(sortRows(rows, { column: "waiting", descending: false })).slice(0, 2)).toEqual(["w2", "w1"]);
  });

  test("numbers sort as numbers, and empty cells last", () => {
    const named = [
      browses("a", { visitor_number: "V-10", name: "b" }),
      browses("b", { visitor_number: "V-9" }),
      browses("c", { visitor_number: "V-1", name: "a" }),
    ];
    expect(ids(sortRows(named, { column: "number", descending: false }))).toEqual(["c", "b", "a"]);
    expect(ids(sortRows(named, { column: "name", descending: true }))).toEqual(["a", "c", "b"]);
  });
});

test("the row says who talks or has invited", () => {
  expect(browses("a", { invited_by: "周砚" }).agentName).toBe("周砚");
  expect(row(visitor("b", { conversation_state: "active", agent_id: COLLEAGUE })).agentName).toBe("周砚");
  expect(waits("c", T0)).toMatchObject({ lastText: "在吗", agentName: "" });
});

test("of many sources the smaller ones are one", () => {
  const shares = sharesOf([3, 1, 2, 1, 1, 1].map((count, i) => ({ source: { kind: "site", name: `${i}` }, count })));
  expect(shares.map((each) => each.count)).toEqual([3, 2, 1, 1, 2]);
  expect(shares[4]).toEqual({ source: "others", count: 2 });
  expect(sharesOf(shares)).toHaveLength(5);
});

test("a search finds source, keyword and place; places stand together, empty ones last", () => {
  const rows = [
    browses("nowhere"),
    browses("hz", {
      place: { country: "中国", province: "浙江省", city: "杭州市" },
      source: { kind: "search", name: "Baidu", keyword: "龙井" },
    }),
    browses("nl", { place: { country: "荷兰" }, source: { kind: "site", name: "Notes.example" } }),
    browses("nb", { place: { country: "中国", province: "浙江省", city: "宁波市" } }),
  ];
  const found = (word: string) => ids(rows.filter((each) => each.words.includes(word)));
  expect([found("龙井"), found("baidu"), found("杭州"), found("荷兰"), found("notes.")]).toEqual([["hz"], ["hz"], ["hz"], ["nl"], ["nl"]]);
  const sorted = ids(sortRows(rows, { column: "ip", descending: false }));
  expect(sorted[3]).toBe("nowhere");
  expect(Math.abs(sorted.indexOf("hz") - sorted.indexOf("nb"))).toBe(1);
});
