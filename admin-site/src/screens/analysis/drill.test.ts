import { expect, test } from "vitest";
import { hoursIn, quickPeriod } from "../../shared/periods.ts";
import { wrongGoals } from "./goals.ts";
import { conditionsOf } from "./records.ts";
import { pointLabel } from "./series.ts";
import { rising } from "./words.ts";

test("a row leads to the records that it is made of, as far as they can be looked for", () => {
  expect(conditionsOf("province", { value: "浙江" })).toEqual({ provinces: ["浙江", "浙江省"] });
  expect(conditionsOf("word", { value: "龙井" })).toEqual({ text: "龙井" });
  expect(conditionsOf("source", { value: "" })).toEqual({ sources: [""] });
  expect(conditionsOf("value", { value: "invalid" })).toEqual({ value: "invalid" });
  expect(conditionsOf("agent", { value: "5FAVQ" })).toBeUndefined();
  expect(conditionsOf("page", { value: "…" })).toBeUndefined();
});

test("a day has 23, 24 or 25 hours by the clock of the company's zone", () => {
  const hours = (day: string, zone: string) => hoursIn({ from: day, to: day }, zone);
  expect(hours("2026-03-29", "Europe/Berlin")).toBe(23);
  expect(hours("2026-10-25", "Europe/Berlin")).toBe(25);
  expect(hours("2026-10-24", "Europe/Berlin")).toBe(24);
  expect(hours("2026-03-08", "America/New_York")).toBe(23);
  expect(hours("2026-10-25", "Asia/Shanghai")).toBe(24);
  expect(hoursIn({ from: "2026-03-01", to: "2026-10-31" }, "Europe/Berlin")).toBe(245 * 24);
  expect(pointLabel("2026-10-25T02", "hour", 1)).toBe("02:00");
});

test("presets are whole days of the zone", () => {
  const now = Date.parse("2026-03-01T20:00:00Z");
  expect(quickPeriod("today", now, "Asia/Shanghai")).toEqual({ from: "2026-03-02", to: "2026-03-02" });
  expect(quickPeriod("lastMonth", now, "Asia/Shanghai")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(quickPeriod("thisYear", now, "Asia/Shanghai")).toEqual({ from: "2026-01-01", to: "2026-03-02" });
});

test("what rises is what came up in more conversations than before", () => {
  const rows = [
    { value: "龙井", total: 90, before: 80 },
    { value: "退货", total: 40, before: 10 },
    { value: "发货", total: 5, before: 9 },
    { value: "new", total: 2 },
    { value: "…", total: 500, before: 1 },
  ];
  expect(rising(rows).map((row) => row.value)).toEqual(["退货", "龙井"]);
});

test("goals say what is wrong with them before they are sent", () => {
  const goal = (name: string, kind: "event" | "page", match: string) => ({ goal_id: name, name, kind, match });
  expect(wrongGoals([goal("A", "event", "order"), goal("B", "page", "/thanks*")])).toEqual([]);
  expect(wrongGoals([goal(" ", "event", ""), goal("B", "page", "/a b"), goal("B", "page", "*****")])).toEqual([
    { path: "goals[0].name", text: "empty" },
    { path: "goals[0].match", text: "emptyMatch" },
    { path: "goals[1].match", text: "notPage" },
    { path: "goals[2].name", text: "twice" },
    { path: "goals[2].match", text: "notPage" },
  ]);
});
