import type { Source } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, T0, visitor } from "../../live/examples.ts";
import { countRows, passes, rowMaker, rowSorter, type Sorting, sortRows, sourceShares, stateOf, visitorRow } from "./rows.ts";

const agents = new Map([[COLLEAGUE, agent(COLLEAGUE, { name: "周砚" })]]);
const row = (view: ReturnType<typeof visitor>, ...conversations: ReturnType<typeof conversation>[]) =>
  visitorRow(view, new Map(conversations.map((each) => [each.conversation_id, each])), agents);
const waits = (id: string, since: number) =>
  row(
    visitor(id, { conversation_id: id, conversation_state: "waiting" }),
    conversation(id, { state: "waiting", waiting_since: since, agent_id: undefined, agent_name: undefined, last_text: "在吗" }),
  );
const browses = (id: string, change = {}) => row(visitor(id, change));
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

test("rows are made anew only when something of them has changed", () => {
  const make = rowMaker();
  const a = visitor("a");
  const b = visitor("b", { agent_id: COLLEAGUE, conversation_state: "active" });
  const none = new Map();
  const before = make(
    new Map([
      ["a", a],
      ["b", b],
    ]),
    none,
    agents,
  );
  const after = make(
    new Map([
      ["a", a],
      ["b", { ...b, page_count: 2 }],
    ]),
    none,
    agents,
  );
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  const renamed = new Map([[COLLEAGUE, agent(COLLEAGUE, { name: "周岩" })]]);
  expect(
    make(
      new Map([
        ["a", a],
        ["b", b],
      ]),
      none,
      renamed,
    ).map((each) => each.agentName),
  ).toEqual(["", "周岩"]);
});

test("counters count those on the site; those who left apart", () => {
  const rows = [waits("w", T0 - 5), browses("first"), browses("again", { visits: 3 }), browses("gone", { left_at: T0 })];
  expect(countRows(rows)).toEqual({ online: 3, waiting: 1, talking: 0, invited: 0, left: 1, first: 2, longestSince: T0 - 5 });
  expect(rows.filter((each) => passes(each, "first"))).toHaveLength(2);
});

test("sources are shares of those on the site; beyond four they are one", () => {
  const from = (id: string, source: Source) => browses(id, { source });
  const sites = ["a", "b", "c", "d", "e"].map((name) => from(name, { kind: "site", name }));
  const engine = ["x", "y", "z"].map((keyword) => from(keyword, { kind: "search", name: "Baidu", keyword }));
  const shares = sourceShares([from("1", { kind: "direct" }), from("2", { kind: "direct" }), ...sites, ...engine, browses("unknown")]);
  expect(shares.slice(0, 2)).toEqual([
    { source: { kind: "search", name: "Baidu" }, count: 3 },
    { source: { kind: "direct" }, count: 2 },
  ]);
  expect(shares).toHaveLength(5);
  expect(shares[4]).toEqual({ source: "others", count: 3 });
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

test("sorting again after some rows changed gives what sorting anew gives", () => {
  const sort = rowSorter();
  let rows = Array.from({ length: 200 }, (_, i) => browses(`v${i}`, { entered_at: T0 + ((i * 37) % 100), visits: i % 7 }));
  const sortings: (Sorting | undefined)[] = [undefined, { column: "visits", descending: true }];
  for (const sorting of sortings) {
    for (let round = 0; round < 5; round++) {
      rows = rows.map((row, i) =>
        i % 11 === round ? browses(row.visitor.visitor_id, { entered_at: T0 + i + round, visits: round }) : row,
      );
      if (round === 3) rows = rows.slice(1);
      expect(ids(sort(rows, sorting))).toEqual(ids(sortRows(rows, sorting)));
    }
  }
});
