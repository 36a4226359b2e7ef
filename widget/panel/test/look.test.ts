import { expect, it } from "vitest";
import { hasCompany, inLanguage, type Look, webAddress } from "../src/look";

it("says a text in the visitor's language or the nearest to it", () => {
  const texts = { "zh-CN": "您好", en: "Hello", ja: " " };
  expect((["zh-CN", "zh-TW", "en", "ja"] as const).map((language) => inLanguage(texts, language))).toEqual([
    "您好",
    "您好",
    "Hello",
    "Hello",
  ]);
  expect(inLanguage(undefined, "en")).toBe("");
});

it("fetches what draws the company only where there is something to draw", () => {
  const look = (panel: Look["panel"]): Look => ({ color: "#0f6a60", texts: {}, company: "Tea", panel: panel ?? {} });
  expect(hasCompany(look({ agent_card: true, powered_by: false, profile: { en: " " }, payments: [] }))).toBe(false);
  expect(hasCompany(look({ profile: { ja: "お茶" } }))).toBe(true);
  expect(hasCompany(look({ payments: ["visa"] }))).toBe(true);
});

it("leads to web pages only", () => {
  expect(["https://tea.example/", "javascript:alert(1)", "data:text/html,x", undefined].map(webAddress)).toEqual([
    "https://tea.example/",
    undefined,
    undefined,
    undefined,
  ]);
});
