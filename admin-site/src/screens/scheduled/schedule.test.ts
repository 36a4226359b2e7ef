import { expect, test } from "vitest";
import { hourText, weekdayName } from "./schedule.ts";

test("days of the week begin with Monday", () => {
  expect([0, 6].map((day) => weekdayName(day, "en"))).toEqual(["Monday", "Sunday"]);
  expect(weekdayName(2, "zh-CN")).toBe("星期三");
});

test("hours have two digits", () => {
  expect(hourText(8)).toBe("08:00");
});
