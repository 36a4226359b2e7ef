import type { PublishedRule } from "@parlor/protocol";
import { describe, expect, it } from "vitest";
import { asksServer, firing, holds, type Known, mayAgain, said } from "../src/rules/judge";

const NOTHING: Known = {
  url: "https://tea.example/green/longjing.html?from=ad#top",
  page_s: 0,
  site_s: 0,
  pages_seen: 1,
  cart: 0,
  scroll_percent: 0,
  leaving: false,
  events: {},
  visit: undefined,
};
const SEARCHED: Known["visit"] = {
  visits: 3,
  source: { kind: "search", name: "百度", keyword: "西湖龙井 价格" },
  place: { country: "中国", province: "浙江省", city: "杭州市" },
};

function rule(when: PublishedRule["when"], more: Partial<PublishedRule> = {}): PublishedRule {
  return { rule_id: "r", kind: "invitation", often: "once", texts: { "zh-CN": "您好" }, when, ...more };
}

describe("a rule's conditions", () => {
  // What a rule asks for, with what it does not hold, with what it does.
  const table: [string, PublishedRule["when"], Partial<Known>, Partial<Known>][] = [
    ["seconds on the page", { page_s: 30 }, { page_s: 29 }, { page_s: 30 }],
    ["seconds on the site", { site_s: 90 }, { site_s: 89, page_s: 500 }, { site_s: 90 }],
    ["pages seen", { pages_seen: 3 }, { pages_seen: 2 }, { pages_seen: 3 }],
    ["the cart", { cart_min: 200 }, { cart: 199.9 }, { cart: 200 }],
    ["scrolling", { scroll_percent: 60 }, { scroll_percent: 59 }, { scroll_percent: 61 }],
    ["leaving", { exit_intent: true }, {}, { leaving: true }],
    ["an event", { event: "size-chart" }, { events: { other: 9 } }, { events: { "size-chart": 1 } }],
    ["an event, often", { event: "zoom", event_count: 3 }, { events: { zoom: 2 } }, { events: { zoom: 3 } }],
    ["visits at least", { visits_min: 4 }, { visit: SEARCHED }, { visit: { ...SEARCHED, visits: 4 } }],
    ["visits at most", { visits_max: 2 }, { visit: SEARCHED }, { visit: { ...SEARCHED, visits: 2 } }],
    ["the kind of source", { sources: ["campaign", "direct"] }, { visit: SEARCHED }, { visit: { visits: 1, source: { kind: "direct" } } }],
    ["the engine", { source_names: ["google"] }, { visit: SEARCHED }, { visit: { visits: 1, source: { kind: "search", name: "Google" } } }],
    [
      "search words",
      { keywords: ["乌龙"] },
      { visit: SEARCHED },
      { visit: { visits: 1, source: { kind: "search", keyword: "大红袍 乌龙" } } },
    ],
    ["a place", { places: ["江苏"] }, { visit: SEARCHED }, { visit: { visits: 1, place: { country: "中国", province: "江苏省" } } }],
    [
      "all together",
      { page_s: 5, keywords: ["龙井"], cart_min: 1 },
      { page_s: 5, visit: SEARCHED },
      { page_s: 5, visit: SEARCHED, cart: 9 },
    ],
  ];
  it.each(table)("%s", (_, when, before, after) => {
    expect([holds(rule(when), { ...NOTHING, ...before }), holds(rule(when), { ...NOTHING, ...after })]).toEqual([false, true]);
  });

  it("are none where there are none", () => expect(holds(rule({}), NOTHING)).toBe(true));

  it("know their pages by the server's expression", () => {
    const pages = "^(?!(?:.*\\/checkout(?:[?#].*)?)$)(?:[a-z]+:\\/\\/[^/]+\\/green\\/.*(?:[?#].*)?)$";
    const on = (url: string) => holds(rule({}, { pages }), { ...NOTHING, url });
    expect([NOTHING.url, "https://tea.example/GREEN/x", "https://tea.example/green/checkout", "https://tea.example/"].map(on)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("do not hold while the server has not told", () => {
    for (const when of [
      { visits_min: 1 },
      { visits_max: 9 },
      { sources: ["direct" as const] },
      { places: ["中国"] },
      { keywords: ["茶"] },
    ]) {
      expect([asksServer(rule(when)), holds(rule(when), NOTHING)]).toEqual([true, false]);
    }
    expect(asksServer(rule({ page_s: 5, exit_intent: true, cart_min: 3 }))).toBe(false);
  });
});

describe("how often", () => {
  const today = "Mon Nov 30 2026";
  const yesterday = { count: 1, day: "Sun Nov 29 2026" };
  it.each([
    ["once", undefined, true],
    ["once", yesterday, false],
    ["day", yesterday, true],
    ["day", { count: 1, day: today }, false],
    ["times", { count: 2, day: today }, true],
    ["times", { count: 3, day: yesterday.day }, false],
  ] as const)("%s after %j", (often, past, again) => {
    expect(mayAgain(rule({}, { often, times: 3 }), past, today)).toBe(again);
  });

  it("the first rule of the list that may fires", () => {
    const rules = [rule({ page_s: 60 }, { rule_id: "1" }), rule({}, { rule_id: "2" }), rule({}, { rule_id: "3" })];
    const fired = new Set(["2"]);
    const past = ({ rule_id }: PublishedRule) => (fired.has(rule_id) ? yesterday : undefined);
    expect(firing(rules, NOTHING, past, today)?.rule_id).toBe("3");
    expect(firing(rules, { ...NOTHING, page_s: 60 }, past, today)?.rule_id).toBe("1");
    expect(firing(rules.slice(1, 2), NOTHING, past, today)).toBeUndefined();
  });
});

it("says a text in the visitor's language or the nearest to it", () => {
  const texts = { "zh-CN": "您好", en: "Hello", ja: " " };
  expect((["zh-CN", "zh-TW", "en", "ja"] as const).map((language) => said(texts, language))).toEqual(["您好", "您好", "Hello", "Hello"]);
  expect(said({ ja: "こんにちは" }, "zh-TW")).toBe("こんにちは");
  expect(said({}, "en")).toBe("");
});
