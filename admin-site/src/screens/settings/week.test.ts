import type { Holiday, WeekPlan } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { copied, nextInterval, stateAt, wallAt, wrongTimes } from "./week.ts";

const span = (opens: string, closes: string) => ({ opens, closes });
const office: WeekPlan = { days: [...Array(5).fill([span("09:00", "12:00"), span("13:30", "18:00")]), [], []] };
const night: WeekPlan = { days: [[], [], [], [], [span("20:00", "02:00")], [], []] };
const always: WeekPlan = { days: Array(7).fill([span("00:00", "24:00")]) };
const golden: Holiday = { name: "National Day", first: "2026-10-01", last: "2026-10-07" };
const at = (day: string, hours: number) => ({ day, minutes: hours * 60 });

describe("open now", () => {
  test("the wall clock of the zone", () => {
    expect(wallAt("Asia/Shanghai", Date.parse("2026-11-22T16:30:00Z"))).toEqual({ day: "2026-11-23", minutes: 30 });
    expect(wallAt("America/New_York", Date.parse("2026-11-01T05:30:00Z"))).toEqual({ day: "2026-11-01", minutes: 90 });
  });

  test.each([
    ["no plan", undefined, [], at("2026-11-22", 3), true, undefined],
    ["always", always, [], at("2026-11-22", 3), true, undefined],
    ["never", { days: Array(7).fill([]) }, [], at("2026-11-22", 3), false, undefined],
    ["in the morning", office, [], at("2026-11-23", 9), true, at("2026-11-23", 12)],
    ["at lunch", office, [], at("2026-11-23", 12), false, at("2026-11-23", 13.5)],
    ["on Friday evening", office, [], at("2026-11-20", 18), false, at("2026-11-23", 9)],
    ["past midnight", night, [], at("2026-11-21", 1), true, at("2026-11-21", 2)],
    ["a holiday", office, [golden], at("2026-10-02", 10), false, at("2026-10-08", 9)],
    ["a holiday without a plan", undefined, [golden], at("2026-09-30", 10), true, at("2026-10-01", 0)],
    [
      "a holiday with hours",
      office,
      [{ ...golden, intervals: [span("10:00", "11:00")] }],
      at("2026-10-03", 10),
      true,
      at("2026-10-03", 11),
    ],
  ] as const)("%s", (_, plan, holidays, now, open, change) => {
    expect(stateAt(plan as WeekPlan | undefined, holidays as readonly Holiday[], now)).toEqual(change ? { open, change } : { open });
  });
});

describe("editing", () => {
  test("a further interval follows with a pause, while the day has room", () => {
    expect(nextInterval([])).toEqual(span("09:00", "18:00"));
    expect(nextInterval([span("09:00", "12:00")])).toEqual(span("13:00", "17:00"));
    expect(nextInterval([span("09:00", "22:00")])).toEqual(span("23:00", "24:00"));
    expect(nextInterval([span("20:00", "02:00")])).toBeUndefined();
  });

  test("a day is copied to others", () => {
    const { days } = copied(night, 4, [0, 4, 6]);
    expect(days.map((day) => day.length)).toEqual([1, 0, 0, 0, 1, 0, 1]);
    expect(days[0]).not.toBe(night.days[4]);
  });

  test("what the server would refuse", () => {
    const wrong: WeekPlan = { days: [[span("09:00", "09:00")], [span("20:00", "02:00"), span("21:00", "22:00")], [], [], [], [], []] };
    const holidays: Holiday[] = [golden, { first: "2026-10-07", last: "2026-10-08" }, { first: "2026-12-02", last: "2026-12-01" }];
    expect(wrongTimes({ default: wrong }, holidays).map(({ path, text }) => [path, text])).toEqual([
      ["hours.default.days[0][0]", "same"],
      ["hours.default.days[1][1]", "overlap"],
      ["holidays[1].first", "taken"],
      ["holidays[2].last", "order"],
    ]);
  });
});
