import { expect, test } from "vitest";
import {
  averageTime,
  changeOf,
  daysOf,
  formatCount,
  formatShare,
  grainFor,
  grainsFor,
  pointLabel,
  pointOf,
  pointsOf,
  satisfied,
  shareOf,
  within,
} from "./series.ts";

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

test("a period is cut into a readable number of points", () => {
  expect(grainsFor(1)).toEqual(["hour"]);
  expect(grainsFor(7)).toEqual(["hour", "day"]);
  expect(grainsFor(30)).toEqual(["day", "week"]);
  expect(grainsFor(365)).toEqual(["week", "month"]);
  expect(grainsFor(1000)).toEqual(["month", "year"]);
  expect(grainFor(1, "day")).toBe("hour");
  expect(grainFor(365, "day")).toBe("week");
  expect(grainFor(30, "week")).toBe("week");
});

test("today is within a point of every grain, and a point has its days", () => {
  expect(pointOf("2026-11-22", "10", "hour")).toBe("2026-11-22T10");
  expect(pointOf("2026-11-22", "10", "week")).toBe("2026-11-16");
  expect(pointOf("2026-11-16", "10", "week")).toBe("2026-11-16");
  expect(pointOf("2026-11-22", "10", "month")).toBe("2026-11");
  expect(daysOf("2026-11-22T10", "hour")).toEqual({ from: "2026-11-22", to: "2026-11-22" });
  expect(daysOf("2026-11-16", "week")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
  expect(daysOf("2026-02", "month")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(daysOf("2026", "year")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
});

test("averages of time and ratings; of nothing there is none", () => {
  expect(averageTime(8_400, 1, "s")).toBe("8.4 s");
  expect(averageTime(36_000, 2, "s")).toBe("18 s");
  expect(averageTime(372_000, 1, "s")).toBe("6:12");
  expect(averageTime(undefined, 0, "s")).toBe("–");
  expect(satisfied([1, 0, 0, 1, 2])).toEqual({ rated: 4, share: 0.75, average: 3.75 });
  expect(satisfied(undefined)).toEqual({ rated: 0, share: undefined, average: undefined });
});

test("a point that the period cuts has the days that lie within", () => {
  const period = { from: "2026-11-18", to: "2026-11-22" };
  expect(within(daysOf("2026-11-16", "week"), period)).toEqual(period);
  expect(within(daysOf("2026-11-20", "day"), period)).toEqual({ from: "2026-11-20", to: "2026-11-20" });
});
