import type { VisitorView } from "@parlor/protocol";
import { expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, T0, visitor } from "../../live/examples.ts";
import { Versions } from "../../live/versions.ts";
import { VisitorList, type Wish } from "./list.ts";
import { orderOf, passes, type Sorting, visitorRow } from "./rows.ts";

const agents = new Map([[COLLEAGUE, agent(COLLEAGUE, { name: "周砚" })]]);
const none = new Map();
const wish: Wish = { filter: "all", hideLeft: false, words: "", sorting: undefined, held: false };
const held = { ...wish, held: true };
const versions = (...views: VisitorView[]) => new Versions(views.map((view) => [view.visitor_id, view] as const));
const changed = (before: Versions<VisitorView>, ...views: VisitorView[]) =>
  before.with(new Map(views.map((view) => [view.visitor_id, view])));

function table() {
  const list = new VisitorList();
  return (visitors: Versions<VisitorView>, wanted: Wish, conversations = none, colleagues = agents) => {
    const { slots, ...rest } = list.update({ visitors, conversations, agents: colleagues }, wanted);
    return { ...rest, ids: slots.map(({ id }) => id), rows: slots.map(({ row }) => row) };
  };
}

test("rows are made anew only when something of them has changed", () => {
  const update = table();
  const b = visitor("b", { agent_id: COLLEAGUE, conversation_state: "active", conversation_id: "c" });
  const first = versions(visitor("a"), b);
  const before = update(first, wish).rows;
  const second = changed(first, { ...b, page_count: 2 });
  const after = update(second, wish).rows;
  expect(after.find((row) => row.visitor.visitor_id === "a")).toBe(before.find((row) => row.visitor.visitor_id === "a"));
  expect(after.find((row) => row.visitor.visitor_id === "b")?.visitor.page_count).toBe(2);
  const renamed = new Map([[COLLEAGUE, agent(COLLEAGUE, { name: "周岩" })]]);
  expect(update(second, wish, none, renamed).rows.map((row) => row.agentName)).toEqual(["周岩", ""]);
  const spoken = new Map([["c", conversation("c", { visitor_id: "b", last_text: "在吗", agent_name: "周岩" })]]);
  expect(update(second, wish, spoken, renamed).rows[0]?.lastText).toBe("在吗");
  expect(update(second, wish, none, renamed).rows[0]?.lastText).toBe("");
});

test("nothing moves under the pointer; new rows come at the end, and all find their place afterwards", () => {
  const update = table();
  const first = versions(visitor("a", { entered_at: T0 + 1 }), visitor("b", { entered_at: T0 + 2 }));
  expect(update(first, wish).ids).toEqual(["b", "a"]);
  const second = changed(first, visitor("a", { entered_at: T0 + 5 }), visitor("c", { entered_at: T0 + 9 }));
  expect(update(second, held).ids).toEqual(["b", "a", "c"]);
  const third = second.with(new Map([["b", undefined]]));
  expect(update(third, held).ids).toEqual(["a", "c"]);
  expect(update(third, { ...held, sorting: { column: "entered", descending: false } }).ids).toEqual(["a", "c"]);
  expect(update(third, wish).ids).toEqual(["c", "a"]);
});

test("counters count those on the site, those who left apart, and where they came from", () => {
  const update = table();
  const waits = visitor("w", { conversation_id: "w", conversation_state: "waiting", waiting_since: T0 - 5 });
  const baidu = { kind: "search", name: "Baidu", keyword: "龙井" } as const;
  const first = versions(waits, visitor("first", { source: baidu }), visitor("again", { visits: 3 }), visitor("gone", { left_at: T0 }));
  const { counts, shares, total } = update(first, { ...wish, filter: "waiting" });
  expect(counts).toEqual({ online: 3, waiting: 1, talking: 0, invited: 0, left: 1, first: 2, longestSince: T0 - 5 });
  expect(shares).toEqual([{ source: { kind: "search", name: "Baidu" }, count: 1 }]);
  expect(total).toBe(4);
  const answered = visitor("w", { conversation_id: "w", conversation_state: "active" });
  const after = update(changed(first, answered, visitor("first", { source: baidu, left_at: T0 })), wish);
  expect(after.counts).toEqual({ online: 2, waiting: 0, talking: 1, invited: 0, left: 2, first: 1, longestSince: undefined });
  expect(after.shares).toEqual([]);
});

test("kept up to date, the list is what it would be made anew", () => {
  const sortings: (Sorting | undefined)[] = [undefined, { column: "visits", descending: true }, { column: "page", descending: false }];
  const update = table();
  const random = (n: number) => (Math.imul(n, 2_654_435_761) >>> 0) % 1_000;
  const view = (i: number, round: number) =>
    visitor(`v${i}`, {
      entered_at: T0 + random(i + round),
      visits: 1 + (random(i * 7 + round) % 4),
      page_title: `Page ${random(i * 3 + round) % 50}`,
      ...(random(i + 5 * round) % 5 === 0 ? { left_at: T0 } : {}),
      ...(random(i + 9 * round) % 6 === 0 ? { invited_by: COLLEAGUE } : {}),
    });
  let visitors = versions(...Array.from({ length: 200 }, (_, i) => view(i, 0)));
  for (let round = 1; round < 60; round++) {
    const part = Array.from({ length: 20 }, (_, n) => random(n + round * 31) % 230);
    const gone = new Map([[`v${random(round) % 230}`, undefined]]);
    visitors = changed(visitors, ...part.map((i) => view(i, round))).with(gone);
    const sorting = sortings[Math.floor(round / 20)];
    const wanted: Wish = {
      ...wish,
      sorting,
      filter: round % 15 > 10 ? "first" : "all",
      hideLeft: round % 8 > 4,
      words: round % 12 > 8 ? "page 1" : "",
      held: round % 10 > 6,
    };
    const { ids } = update(visitors, wanted);
    const rows = [...visitors.values()].map((each) => visitorRow(each, none, agents));
    const right = rows.filter(
      (row) => passes(row, wanted.filter) && !(wanted.hideLeft && row.state === "left") && row.words.includes(wanted.words),
    );
    right.sort(orderOf(sorting));
    const rightIds = right.map((row) => row.visitor.visitor_id);
    if (wanted.held) expect(new Set(ids)).toEqual(new Set(rightIds));
    else expect(ids).toEqual(rightIds);
    expect(ids).toHaveLength(rightIds.length);
  }
});
