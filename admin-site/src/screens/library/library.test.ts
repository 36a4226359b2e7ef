import { describe, expect, test } from "vitest";
import { phrasesCsv, textOf, withoutGuards } from "./csv.ts";
import { foldersOf, itemsIn } from "./filter.ts";

const phrase = (text: string, change = {}) => ({ folder: "", shortcut: "", title: "t", text, ...change });

describe("export", () => {
  test("names its columns, says that it is UTF-8, and quotes what needs it", () => {
    expect(phrasesCsv([phrase('say "hi", then\nwait', { folder: "物流", shortcut: "a" })])).toBe(
      '\ufefffolder,shortcut,title,text\r\n物流,a,t,"say ""hi"", then\nwait"\r\n',
    );
  });

  test.each(["=1+1", "+86 138", "-10%", "@all", "\t=1"])("%j is text to a spreadsheet, and itself again when it comes back", (text) => {
    const csv = phrasesCsv([phrase(text)]);
    expect(csv).toContain(`,"'${text}"`);
    expect(withoutGuards(csv)).toContain(`,"${text}"`);
  });

  test("quotes and marks inside a text stay", () => {
    const csv = phrasesCsv([phrase('a\n"\'=b", "\'-c')]);
    expect(withoutGuards(csv)).toBe(csv);
  });
});

test("a file in the encoding of Chinese spreadsheets is read too", () => {
  expect(textOf(new Uint8Array([0xc4, 0xe3, 0xba, 0xc3]).buffer)).toBe("你好");
  expect(textOf(new TextEncoder().encode("你好").buffer as ArrayBuffer)).toBe("你好");
});

describe("places", () => {
  const items = [
    { scope: "company" as const, folder: "物流", title: "发货 时效" },
    { scope: "personal" as const, folder: "", title: "稍等" },
    { scope: "company" as const, folder: "", title: "Hello" },
    { scope: "company" as const, folder: "售后", title: "发票" },
  ];

  test("folders by name, none last", () => {
    expect(foldersOf(items)).toEqual([
      { folder: "售后", count: 1 },
      { folder: "物流", count: 1 },
      { folder: "", count: 2 },
    ]);
  });

  test("by scope, folder and words, all of them", () => {
    const titles = (place: Parameters<typeof itemsIn>[1], query: string) =>
      itemsIn(items, place, query, (item) => item.title).map((item) => item.title);
    expect(titles({}, "发 时效")).toEqual(["发货 时效"]);
    expect(titles({ scope: "company", folder: "" }, "")).toEqual(["Hello"]);
    expect(titles({ scope: "personal" }, "hello")).toEqual([]);
    expect(titles({}, " HELLO ")).toEqual(["Hello"]);
  });
});
