import { describe, expect, test } from "vitest";
import en from "../locales/en.json";
import zh from "../locales/zh-CN.json";
import { addDays, daysIn, periodBefore, quickPeriod } from "./periods.ts";
import { createStore } from "./store.ts";
import { deviceOf, pathOf, sourceOf } from "./visitor-info.ts";

describe("catalogues", () => {
  const paths = (value: object, at = ""): string[] =>
    Object.entries(value).flatMap(([key, each]) => (typeof each === "string" ? [at + key] : paths(each, `${at}${key}.`)));
  const text = (value: object, path: string): string =>
    path.split(".").reduce<unknown>((found, key) => (found as Record<string, unknown>)?.[key], value) as string;
  const holes = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

  test("both languages say the same things", () => {
    // Chinese has one form for any number, English two.
    const english = paths(en).filter((path) => !path.endsWith("_one"));
    expect(english.sort()).toEqual(paths(zh).sort());
    for (const path of paths(en).filter((each) => each.endsWith("_one"))) expect(paths(en)).toContain(path.replace(/_one$/, "_other"));
  });

  test("both languages fill in the same values", () => {
    for (const path of paths(zh)) expect([path, holes(text(en, path))]).toEqual([path, holes(text(zh, path))]);
  });

  test("nothing is empty, and nothing shouts", () => {
    for (const catalogue of [zh, en]) {
      for (const path of paths(catalogue)) {
        expect([path, text(catalogue, path).trim()]).not.toEqual([path, ""]);
        expect([path, /[!！]|亲/.test(text(catalogue, path))]).toEqual([path, false]);
      }
    }
  });
});

describe("periods", () => {
  const now = Date.parse("2026-11-22T16:30:00Z");

  test("today is that of the company's time zone", () => {
    expect(quickPeriod("today", now, "UTC")).toEqual({ from: "2026-11-22", to: "2026-11-22" });
    expect(quickPeriod("today", now, "Asia/Shanghai")).toEqual({ from: "2026-11-23", to: "2026-11-23" });
  });

  test("the usual ranges", () => {
    expect(quickPeriod("yesterday", now, "UTC")).toEqual({ from: "2026-11-21", to: "2026-11-21" });
    expect(quickPeriod("week", now, "UTC")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(quickPeriod("thisMonth", now, "UTC")).toEqual({ from: "2026-11-01", to: "2026-11-22" });
    expect(daysIn(quickPeriod("month", now, "UTC"))).toBe(30);
  });

  test("the period before has as many days and ends the day before", () => {
    expect(periodBefore({ from: "2026-03-01", to: "2026-03-07" })).toEqual({ from: "2026-02-22", to: "2026-02-28" });
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });
});

describe("visitors", () => {
  test("a search engine is named with its words, where it tells them", () => {
    expect(sourceOf("https://www.baidu.com/s?wd=%E9%BE%99%E4%BA%95", undefined)).toEqual({
      kind: "engine",
      engine: "百度",
      keyword: "龙井",
    });
    expect(sourceOf("https://www.google.co.uk/", undefined)).toEqual({ kind: "engine", engine: "Google", keyword: undefined });
  });

  test("other sites are named by host; the site itself and nothing are direct", () => {
    expect(sourceOf("https://www.notes.example/x", "https://shop.example/")).toEqual({ kind: "site", host: "notes.example" });
    expect(sourceOf("https://shop.example/a", "https://shop.example/b")).toEqual({ kind: "direct" });
    expect(sourceOf(undefined, undefined)).toEqual({ kind: "direct" });
    expect(sourceOf("no address", undefined)).toEqual({ kind: "direct" });
    expect(sourceOf("https://notgoogle.example/?q=x", undefined)).toEqual({ kind: "site", host: "notgoogle.example" });
  });

  test.each([
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1",
      "phone",
      "iOS",
      "Safari",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "computer", "Windows", "Edge"],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "tablet", "Android", "Chrome"],
    ["Mozilla/5.0 (Linux; Android 14; Pixel) Mobile MicroMessenger/8.0 Chrome/130", "phone", "Android", "微信"],
  ])("the device of %s", (userAgent, kind, system, browser) => {
    expect(deviceOf(userAgent)).toEqual({ kind, system, browser });
  });

  test("a path is shown readably, and what is no address as it is", () => {
    expect(pathOf("https://shop.example/%E8%8C%B6?a=1")).toBe("/茶?a=1");
    expect(pathOf("javascript:alert(1)")).toBe("alert(1)");
    expect(pathOf("nothing")).toBe("nothing");
    expect(pathOf("https://shop.example/%E8")).toBe("/%E8");
  });
});

test("a store tells its listeners only of a change", () => {
  const store = createStore(1);
  let told = 0;
  const end = store.subscribe(() => {
    told += 1;
  });
  store.set(1);
  store.set((value) => value + 1);
  end();
  store.set(9);
  expect([told, store.get()]).toEqual([1, 9]);
});
