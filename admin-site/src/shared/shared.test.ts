import type { Source } from "@parlor/protocol";
import i18next from "i18next";
import { describe, expect, test } from "vitest";
import enDesk from "../locales/en.json";
import enManage from "../locales/manage/en.json";
import zhManage from "../locales/manage/zh-CN.json";
import zhDesk from "../locales/zh-CN.json";
import { addDays, daysIn, periodBefore, quickPeriod } from "./periods.ts";
import { createStore } from "./store.ts";
import { deviceText, pathOf, placeText, sourceText, wholePlace } from "./visitor-info.ts";

const en = { ...enDesk, ...enManage };
const zh = { ...zhDesk, ...zhManage };

describe("catalogues", () => {
  test("no subject stands in both parts of a catalogue", () => {
    expect(Object.keys(zhDesk).filter((subject) => subject in zhManage)).toEqual([]);
  });

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
  const i18n = i18next.createInstance();
  const inLanguage = async (language: "zh-CN" | "en") => {
    await i18n.init({
      lng: language,
      resources: { [language]: { translation: language === "en" ? en : zh } },
      interpolation: { escapeValue: false },
    });
    await i18next.init({ lng: language, resources: { [language]: { translation: language === "en" ? en : zh } } });
    return i18n.getFixedT(language);
  };

  test.each<[Source | undefined, string, string]>([
    [{ kind: "search", name: "Baidu", keyword: "龙井" }, "百度（龙井）", "Baidu (龙井)"],
    [{ kind: "search", name: "Google" }, "Google", "Google"],
    [{ kind: "social", name: "Weibo" }, "微博", "Weibo"],
    [{ kind: "site", name: "notes.example" }, "notes.example", "notes.example"],
    [{ kind: "site", name: "Baidu" }, "Baidu", "Baidu"],
    [{ kind: "direct" }, "直接进入", "Direct"],
    [{ kind: "campaign", name: "letter", campaign: { source: "letter", name: "spring" } }, "letter / spring", "letter / spring"],
    [{ kind: "campaign", name: "bing", keyword: "tea", campaign: { source: "bing" } }, "bing（tea）", "bing (tea)"],
    [undefined, "", ""],
  ])("the source %j", async (source, chinese, english) => {
    expect(sourceText(await inLanguage("zh-CN"), source)).toBe(chinese);
    expect(sourceText(await inLanguage("en"), source)).toBe(english);
  });

  test("the device, as far as it is known", async () => {
    const t = await inLanguage("en");
    expect(deviceText(t, { kind: "phone", system: "iOS 17", browser: "Safari 17" })).toBe("Phone · iOS 17 · Safari 17");
    expect(deviceText(t, { kind: "computer" })).toBe("Computer");
    expect(deviceText(t, undefined)).toBe("");
  });

  test("the place is province and city in China, the country elsewhere; the whole of it with the address", () => {
    const hangzhou = { country: "中国", province: "浙江省", city: "杭州市" };
    expect(placeText(hangzhou, "zh-CN")).toBe("浙江省 杭州市");
    expect(placeText({ country: "荷兰" }, "zh-CN")).toBe("荷兰");
    expect(placeText({ country: "荷兰" }, "en")).toBe("Netherlands");
    expect(placeText({ country: "nowhere" }, "en")).toBe("nowhere");
    expect(placeText(undefined, "en")).toBe("");
    expect(wholePlace({ place: hangzhou, ip: "192.0.2.1" }, "zh-CN")).toBe("中国 · 浙江省 杭州市 · 192.0.2.1");
    expect(wholePlace({ place: { country: "荷兰" }, ip: "192.0.2.1" }, "en")).toBe("Netherlands · 192.0.2.1");
    expect(wholePlace({ ip: "192.0.2.1" }, "en")).toBe("192.0.2.1");
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
