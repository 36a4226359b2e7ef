import { describe, expect, it } from "vitest";
import { linkify } from "../src/linkify";

const links = (text: string) => linkify(text).flatMap((part) => (part.href ? [part.href] : []));
const whole = (text: string) =>
  linkify(text)
    .map((part) => part.text)
    .join("");

describe("linkify", () => {
  it("finds addresses and leaves the rest as it is", () => {
    expect(linkify("看 https://a.example/b?c=1 这里")).toEqual([
      { text: "看 " },
      { text: "https://a.example/b?c=1", href: "https://a.example/b?c=1" },
      { text: " 这里" },
    ]);
    expect(linkify("nothing")).toEqual([{ text: "nothing" }]);
    expect(linkify("")).toEqual([]);
  });

  it("leaves the sentence's own marks outside", () => {
    expect(links("https://a.example。")).toEqual(["https://a.example/"]);
    expect(links("(see http://a.example/x).")).toEqual(["http://a.example/x"]);
    expect(links("https://a.example/b_(c), https://d.example!")).toEqual(["https://a.example/b_(c)", "https://d.example/"]);
    expect(links("在https://a.example/路径")).toEqual(["https://a.example/"]);
  });

  it("takes www for https", () => {
    expect(links("www.a.example")).toEqual(["https://www.a.example/"]);
  });

  it("never makes a link of anything but http", () => {
    for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "http://nowhere", "//a.example"]) {
      expect(links(text)).toEqual([]);
      expect(whole(text)).toBe(text);
    }
  });

  it("keeps every character", () => {
    const text = "<b>https://a.example/<script>'\"&</b> www.x.example, 😀";
    expect(whole(text)).toBe(text);
  });
});
