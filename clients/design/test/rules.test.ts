import { expect, test } from "vitest";
import { dayLabel, fullTime, initialsOf, shortTime, TONES, toneOf, waitTime } from "../src/index.ts";

const zone = "Asia/Shanghai";
const at = (text: string) => Date.parse(`${text}+08:00`);
const now = at("2026-11-22T10:43:00");

test.each([
  ["2026-11-22T10:42:00", "10:42"],
  ["2026-11-22T00:00:00", "00:00"],
  ["2026-11-21T10:42:00", "昨天 10:42"],
  ["2026-11-09T10:42:00", "11-09"],
  ["2025-11-09T10:42:00", "2025-11-09"],
])("a list shows %s as %s", (time, shown) => {
  expect(shortTime(at(time), now, "zh-CN", { zone })).toBe(shown);
});

test("in English yesterday has a capital", () => {
  expect(shortTime(at("2026-11-21T10:42:00"), now, "en", { zone })).toBe("Yesterday 10:42");
});

test("an exact time keeps the clock on older days", () => {
  expect(shortTime(at("2026-11-09T10:42:00"), now, "zh-CN", { zone, exact: true })).toBe("11-09 10:42");
});

test("the day is that of the zone, not of the device", () => {
  const justAfterMidnight = at("2026-11-22T00:30:00");
  expect(shortTime(justAfterMidnight, now, "zh-CN", { zone })).toBe("00:30");
  expect(shortTime(justAfterMidnight, now, "zh-CN", { zone: "UTC" })).toBe("昨天 16:30");
});

test("days of a log are named", () => {
  expect(dayLabel(now, now, "zh-CN", zone)).toBe("今天");
  expect(dayLabel(at("2026-11-21T23:59:59"), now, "en", zone)).toBe("Yesterday");
  expect(dayLabel(at("2026-03-01T12:00:00"), now, "zh-CN", zone)).toBe("03-01");
});

test("the full time names its zone", () => {
  expect(fullTime(now, zone)).toBe("2026-11-22 10:43:00 GMT+8");
});

test.each([
  [-5_000, "0:00"],
  [7_000, "0:07"],
  [252_999, "4:12"],
  [3_852_000, "1:04:12"],
])("%i ms of waiting is %s", (span, shown) => {
  expect(waitTime(span)).toBe(shown);
});

test.each([
  ["陈映秋", "陈"],
  ["Chen Yingqiu", "CY"],
  ["Olivia Mary Hartwell", "OH"],
  ["V-20417", "V"],
  ["", ""],
])("the initials of %s are %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("an id always has the same tone, and ids spread over all tones", () => {
  const ids = Array.from({ length: 200 }, (_, i) => `01KB${String(i).padStart(22, "0")}`);
  expect(ids.map(toneOf)).toEqual(ids.map(toneOf));
  expect(new Set(ids.map(toneOf)).size).toBe(TONES);
});
