import { describe, expect, test } from "vitest";
import type { Draft } from "../drafts.ts";
import { areaBetween } from "./crop.ts";
import { fittingName, mediaType } from "./file-facts.ts";
import { fromDocument, fromText, isAddress, isFormatted, toDocument, trimmed } from "./rich-schema.ts";
import { messagesOf } from "./send-draft.ts";

describe("formatted text", () => {
  const body = [
    { type: "paragraph" as const, spans: [{ text: "价格 " }, { text: "368", bold: true, color: "red" as const, size: "large" as const }] },
    { type: "list" as const, ordered: true, items: [[{ text: "木盒", italic: true }], [{ text: "说明", link: "https://shop.example/a" }]] },
    { type: "list" as const, items: [[{ text: "一" }], []] },
    { type: "paragraph" as const, spans: [] },
  ];

  test("comes back from the editor as it went in", () => {
    expect(fromDocument(toDocument(body))).toEqual(body);
  });

  test("an empty field is one empty paragraph, and nothing when it is sent", () => {
    const empty = fromDocument(toDocument([]));
    expect(empty).toEqual([{ type: "paragraph", spans: [] }]);
    expect(trimmed(empty)).toEqual([]);
  });

  test("empty lines are cut off at both ends, not between", () => {
    expect(trimmed(fromText("\n\na\n\nb\n "))).toEqual(fromText("a\n\nb"));
  });

  test("what has no looks goes as text", () => {
    expect(isFormatted(fromText("a\nb"))).toBe(false);
    expect(isFormatted(body)).toBe(true);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//shop.example", "https://a b", 'https://x"y'])("%s is no address", (text) => {
    expect(isAddress(text)).toBe(false);
  });
});

describe("what a draft becomes", () => {
  const file = { file_id: "f", name: "a.pdf", type: "application/pdf", size: 9 };
  const draft = (change: Partial<Draft>): Draft => ({ text: "", ...change });

  test("words and what goes along are messages of their own; uploads leave later", () => {
    const parts: Draft["parts"] = [
      { key: "1", kind: "file", file },
      { key: "2", kind: "upload", name: "b.png" },
      { key: "3", kind: "page", page: { url: "https://shop.example", title: "店" } },
      { key: "4", kind: "form", formId: "form", title: "信息" },
      { key: "5", kind: "survey" },
    ];
    expect(messagesOf(draft({ text: " 好的 ", parts }), false)).toEqual([
      { file_id: "f" },
      { page: { url: "https://shop.example", title: "店" } },
      { form_id: "form" },
      { survey: true },
      { text: "好的" },
    ]);
  });

  test("the quote goes with the words, without words with what comes first", () => {
    const parts: Draft["parts"] = [{ key: "1", kind: "file", file }];
    expect(messagesOf(draft({ text: "是这个", quote: 7, parts }), false)).toEqual([{ file_id: "f" }, { text: "是这个", quote: 7 }]);
    expect(messagesOf(draft({ quote: 7, parts }), false)).toEqual([{ file_id: "f", quote: 7 }]);
    expect(messagesOf(draft({ quote: 7 }), false)).toEqual([]);
  });

  test("a note says words and files to colleagues; what only visitors can use stays", () => {
    const file = { file_id: "f", name: "a.pdf", type: "application/pdf", size: 3 };
    const parts = [{ key: "1", kind: "file", file } as const, { key: "2", kind: "survey" } as const];
    expect(messagesOf(draft({ text: "老客户", parts, note: true }), false)).toEqual([
      { file_id: "f", note: true },
      { text: "老客户", note: true },
    ]);
  });

  test("formatted words go as structure only if they have looks", () => {
    const body = fromText("好的");
    expect(messagesOf(draft({ text: "好的", body }), true)).toEqual([{ body }]);
    expect(messagesOf(draft({ text: "好的", body }), false)).toEqual([{ text: "好的" }]);
  });
});

describe("files", () => {
  test("their type is told as the server takes it", () => {
    expect(mediaType("Text/Plain; charset=utf-8")).toBe("text/plain");
    expect(mediaType("")).toBe("application/octet-stream");
    expect(mediaType("nonsense")).toBe("application/octet-stream");
  });

  test("a long name keeps its ending", () => {
    const name = fittingName(`${"长".repeat(200)}.pdf`);
    expect(name).toHaveLength(120);
    expect(name.endsWith(".pdf")).toBe(true);
    expect(fittingName(" ")).toBe("file");
  });
});

test("a crop is the rectangle between two points, within the picture, and no mere click", () => {
  const picture = { width: 100, height: 80 };
  expect(areaBetween({ x: 60, y: 50 }, { x: 10, y: -20 }, picture)).toEqual({ x: 10, y: 0, width: 50, height: 50 });
  expect(areaBetween({ x: 90, y: 70 }, { x: 400, y: 400 }, picture)).toEqual({ x: 90, y: 70, width: 10, height: 10 });
  expect(areaBetween({ x: 10, y: 10 }, { x: 12, y: 40 }, picture)).toBeUndefined();
});
