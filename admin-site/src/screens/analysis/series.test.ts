import { expect, test } from "vitest";
import { changeOf, formatCount, formatShare, pointLabel, pointsOf, shareOf } from "./series.ts";

test("figures are written as people read them", () => {
  expect(formatCount(4028)).toBe("4,028");
  expect(formatShare(0.9714)).toBe("97.1%");
  expect(formatShare(shareOf(1, 0))).toBe("–");
});

test("a change is per cent with a true minus; from nothing there is none", () => {
  expect(changeOf(4028, 3757)).toEqual({ text: "+7.2%", direction: 1 });
  expect(changeOf(90, 100)).toEqual({ text: "−10.0%", direction: -1 });
  expect(changeOf(5, 5)).toEqual({ text: "0.0%", direction: 0 });
  expect(changeOf(5, 0)).toBeUndefined();
});

test("shares differ in points", () => {
  expect(pointsOf(0.971, 0.96, "点")).toEqual({ text: "+1.1 点", direction: 1 });
  expect(pointsOf(undefined, 0.5, "点")).toBeUndefined();
});

test("points are named by day or by hour; over several days midnight names the day", () => {
  expect(pointLabel("2026-11-22", "day", 7)).toBe("22");
  expect(pointLabel("2026-11-22", "day", 60)).toBe("11-22");
  expect(pointLabel("2026-11-22T10", "hour", 1)).toBe("10:00");
  expect(pointLabel("2026-11-22T00", "hour", 3)).toBe("11-22");
});
