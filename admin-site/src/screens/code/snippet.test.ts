// @vitest-environment node
import { describe, expect, it } from "vitest";
import { chatAddress, checkAddress, placeOf, policyOf, snippetOf, tagManagerSnippet } from "./snippet.ts";

const ADDRESS = { src: "https://parlor.example/widget/loader.js", tenant: "T1", style: "S1" };

describe("the snippet", () => {
  it("is one line", () => {
    expect(snippetOf(ADDRESS, {})).toBe(
      '<script async src="https://parlor.example/widget/loader.js" data-tenant="T1" data-style="S1"></script>',
    );
  });

  it("carries what was asked for", () => {
    const line = snippetOf(ADDRESS, { language: "ja", agent: "1001", nonce: true });
    expect(line).toContain('nonce="NONCE"');
    expect(line).toContain('data-language="ja" data-agent="1001"');
  });

  it("for tag managers says the same in a way that keeps its attributes", () => {
    const asked: Record<string, string> = {};
    const script = { setAttribute: (name: string, value: string) => Object.assign(asked, { [name]: value }), src: "", async: false };
    const appended: unknown[] = [];
    const document = { createElement: () => script, head: { appendChild: (each: unknown) => appended.push(each) } };
    const inside = tagManagerSnippet(ADDRESS, { agent: "7" }).replace(/<\/?script>/g, "");
    new Function("document", inside)(document);
    expect(asked).toEqual({ "data-tenant": "T1", "data-style": "S1", "data-agent": "7" });
    expect(script.src).toBe(ADDRESS.src);
    expect(appended).toEqual([script]);
  });
});

describe("a place", () => {
  it("has the size of what comes, where that is known", () => {
    expect(placeOf("text")).toBe("<span data-parlor-place></span>");
    expect(placeOf("fixed")).toContain("width:180px;height:56px");
    expect(placeOf("image", { width: 120, height: 60 })).toContain("width:120px;height:60px");
    expect(placeOf("image")).toBe("<span data-parlor-place></span>");
  });
});

describe("addresses", () => {
  it("of a page of its own name language and agent", () => {
    expect(chatAddress(ADDRESS, { language: "en", agent: "1001" })).toBe(
      "https://parlor.example/widget/chat.html?tenant=T1&style=S1&language=en&agent=1001",
    );
  });

  it("that a policy must allow stand there once", () => {
    const same = { site: "https://parlor.example", api: "https://parlor.example/api", socket: "wss://live.example/live" };
    expect(policyOf(same, false)).toEqual([
      "script-src https://parlor.example;",
      "frame-src https://parlor.example;",
      "img-src https://parlor.example;",
      "connect-src https://parlor.example wss://live.example;",
    ]);
    expect(policyOf(same, true)[0]).toBe("script-src 'nonce-NONCE' 'strict-dynamic';");
  });

  it.each([
    ["shop.example", "https://shop.example/?parlor_check=1"],
    [" https://shop.example/a?b=c#d ", "https://shop.example/a?b=c&parlor_check=1#d"],
    ["", undefined],
    ["https://", undefined],
    ["not an address", undefined],
  ])("for a check: %s", (entered, opened) => {
    expect(checkAddress(entered)).toBe(opened);
  });
});
