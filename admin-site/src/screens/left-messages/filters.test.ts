import { expect, test } from "vitest";
import { addressOf, filtersOf, queryOf } from "./filters.ts";

const LIN = "01M3250V00X1Z83ZQN2APNMW3R";

test("the address holds the filters, and comes back as it was", () => {
  const filters = filtersOf(new URLSearchParams(`view=closed&assignee=${LIN}&from=2026-11-01&to=2026-11-30`));
  expect(filters).toEqual({ view: "closed", assignee: LIN, from: "2026-11-01", to: "2026-11-30" });
  expect(filtersOf(addressOf(filters))).toEqual(filters);
  expect(queryOf(filters)).toEqual({ state: "closed", assignee: LIN, from: "2026-11-01", to: "2026-11-30" });
  expect(addressOf({ view: "todo" }).toString()).toBe("");
});

test("what an address says wrongly is left out", () => {
  expect(filtersOf(new URLSearchParams("view=x&assignee=me&department=1&from=2026-11-01"))).toEqual({ view: "todo" });
});

test("mine are those that are not done", () => {
  expect(queryOf({ view: "mine" })).toEqual({ state: "todo", assignee: "me" });
});
