import { describe, expect, test } from "vitest";
import { cardSearch, contactsOf, filled, valuesOf, wrongCard } from "./card.ts";

describe("a card", () => {
  test("begins with what the visitor said, and sends only what is filled in", () => {
    const values = valuesOf({ name: " 陈映秋 ", phone: "139 0571 5120", visits: 4 });
    expect(filled(values)).toEqual({ name: "陈映秋", phone: "139 0571 5120" });
  });

  test("has a name, and a number and an address in their form", () => {
    expect(wrongCard(valuesOf(undefined))).toEqual([{ path: "name", text: "empty" }]);
    expect(wrongCard({ ...valuesOf({ name: "a" }), phone: "call me", email: "a@b" })).toEqual([
      { path: "phone", text: "phone" },
      { path: "email", text: "email" },
    ]);
    expect(wrongCard(valuesOf({ name: "a", phone: "+86 (571) 8-800", email: "a@b.example" }))).toEqual([]);
  });

  test.each([
    ["chen@mail.example", { email: "chen@mail.example" }],
    ["139 0571", { phone: "139 0571" }],
    ["+44 20", { phone: "+44 20" }],
    ["陈", { name: "陈" }],
    ["12", { name: "12" }],
    ["  ", undefined],
  ])("%s is searched for as %j", (text, query) => {
    expect(cardSearch(text)).toEqual(query);
  });

  test("is compared with others by what is whole", () => {
    expect(contactsOf({ phone: "1380", email: "" })).toBeUndefined();
    expect(contactsOf({ phone: "138 0871 7731", email: "not whole@" })).toEqual({ phone: "138 0871 7731" });
    expect(contactsOf({ phone: "", email: "a@b.example " })).toEqual({ email: "a@b.example" });
  });
});
