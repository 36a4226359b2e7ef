// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type Signature, signatureHtml, signatureText, webAddress } from "./signature.ts";

const LIN: Signature = {
  name: "Lin",
  title: "Tea adviser",
  company: "Green Leaf",
  phone: "+86 571 1234",
  email: "lin@tea.example",
  website: "tea.example",
  picture: "https://tea.example/lin.png",
  invitation: "Chat with me",
  chat: "https://parlor.example/widget/chat.html?tenant=T&style=S&agent=1001",
  color: "#0f6a60",
};

describe("a signature", () => {
  it("leads to the agent", () => {
    const html = signatureHtml(LIN);
    expect(html).toContain('href="https://parlor.example/widget/chat.html?tenant=T&amp;style=S&amp;agent=1001"');
    expect(html).toContain('src="https://tea.example/lin.png"');
    expect(signatureText(LIN)).toBe(
      "Lin\nTea adviser · Green Leaf\n+86 571 1234 · lin@tea.example · tea.example\nChat with me: https://parlor.example/widget/chat.html?tenant=T&style=S&agent=1001",
    );
  });

  it("is text, whatever somebody enters", () => {
    const bad = `"><script>alert(1)</script><img src=x onerror='x'>`;
    const html = signatureHtml({
      ...LIN,
      name: bad,
      title: bad,
      company: bad,
      phone: bad,
      email: bad,
      website: `https://a.example/${bad}`,
      invitation: bad,
      picture: bad,
      color: bad,
    });
    expect(html).not.toContain(bad);
    expect(html.match(/<[a-z]+/g)?.every((tag) => ["<table", "<tr", "<td", "<div", "<a"].includes(tag))).toBe(true);
  });

  it("leaves out what is empty, and pictures and sites that are none", () => {
    const html = signatureHtml({ ...LIN, title: "", phone: "", website: "javascript:alert(1)", picture: "http://tea.example/lin.png" });
    expect(html).not.toContain("<img");
    expect(html).not.toContain("javascript");
    expect(html).not.toContain("· ·");
    expect(signatureText({ ...LIN, title: "", company: "", phone: "", email: "", website: "" }).split("\n")).toHaveLength(2);
  });

  it.each([
    ["tea.example", "https://tea.example/"],
    ["https://tea.example/shop", "https://tea.example/shop"],
    ["javascript:alert(1)", undefined],
    ["tea", undefined],
    [" ", undefined],
  ])("takes a web address: %s", (entered, address) => {
    expect(webAddress(entered)).toBe(address);
  });
});
