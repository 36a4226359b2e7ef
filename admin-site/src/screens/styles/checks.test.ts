import { describe, expect, test } from "vitest";
import { tabOf, wrongParts } from "./checks.ts";
import { withText } from "./languages.ts";
import { matching, missingPlaces, wordsOf } from "./words.ts";

const found = (parts: object) => wrongParts({ name: "Shop", ...parts }).map(({ path, text }) => [path, text]);

describe("what the server would refuse", () => {
  test.each(["<script>alert(1)</script>", "hello <b>you", "< img src=x>", "JavaScript: void", "a <!-- b", "&#106;avascript"])(
    "%s is no text",
    (hostile) => {
      expect(found({ texts: { en: { welcome: hostile } } })).toEqual([["content.texts.en.welcome", "markup"]]);
      expect(found({ words: { ja: { "header.close": hostile } } })).toEqual([["content.words.ja.header.close", "markup"]]);
      expect(found({ panel: { announcement: { texts: { "zh-CN": hostile } } } })).toEqual([
        ["content.panel.announcement.texts.zh-CN", "markup"],
      ]);
    },
  );

  test.each(["1 < 2 and 3 > 2", "I <3 tea", "买 2 送 1 <限今天>", "javascript and tea"])("%s is text", (text) => {
    expect(found({ texts: { en: { welcome: text } } })).toEqual([]);
  });

  test("links are whole addresses that begin with https", () => {
    const wrong = (url: string) => found({ panel: { announcement: { url } } }).length > 0;
    expect(["https://a.example", "https://a.example/b?c#d"].map(wrong)).toEqual([false, false]);
    expect(["http://a.example", "https:a.example", "javascript:x", "https://a@b.example", "https://a.example/<b"].every(wrong)).toBe(true);
    expect(found({ panel: { advertisement: { url: "http://a.example" }, tab: { url: "" } } })).toEqual([
      ["content.panel.advertisement.url", "https"],
      ["content.panel.tab.url", "empty"],
    ]);
  });

  test("colours, names and forms", () => {
    expect(found({ name: " ", color: "#12", invitation_box: { color: "red" } })).toEqual([
      ["name", "empty"],
      ["content.color", "color"],
      ["content.invitation_box.color", "color"],
    ]);
    expect(found({ pre_chat: { enabled: true, fields: [] } })).toEqual([["content.pre_chat.fields", "noFields"]]);
  });
});

test.each([
  ["content.color", "looks"],
  ["content.launcher.x", "looks"],
  ["content.launcher.busy", "icons"],
  ["content.launcher.hide_on[2]", "display"],
  ["content.pictures.offline.url", "icons"],
  ["content.words.zh-CN.header.close", "texts"],
  ["content.pre_chat.fields[0].label", "form"],
  ["content.panel.tab.url", "panel"],
  ["content.invitation_box.titles.en", "invitation"],
])("%s is edited under %s", (path, tab) => {
  expect(tabOf(path)).toBe(tab);
});

describe("the words of the window", () => {
  const words = wordsOf({ title: "Chat", header: { close: "Close", more: "More" }, powered: "By {{name}}" });

  test("are listed by group, without those that have fields of their own", () => {
    expect(words.map(({ key, group }) => [key, group])).toEqual([
      ["powered", "general"],
      ["header.close", "header"],
      ["header.more", "header"],
    ]);
  });

  test("are found by key, by text and by what was made of them", () => {
    expect(matching(words, {}, "CLOSE").map((word) => word.key)).toEqual(["header.close"]);
    expect(matching(words, { "header.more": "Etcetera" }, "etc").map((word) => word.key)).toEqual(["header.more"]);
    expect(matching(words, {}, "  ")).toHaveLength(3);
  });

  test("keep their places", () => {
    expect(missingPlaces("{{a}} of {{b}}, {{a}}", "{{b}}")).toEqual(["{{a}}"]);
  });

  test("an empty one is none", () => {
    expect(withText({ a: "1", b: "2" }, "a", "")).toEqual({ b: "2" });
    expect(withText(undefined, "a", "1")).toEqual({ a: "1" });
  });
});
