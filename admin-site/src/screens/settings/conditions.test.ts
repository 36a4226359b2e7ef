import type { InvitationRule } from "@parlor/protocol";
import { expect, it } from "vitest";
import { CONDITIONS, withCondition, withoutCondition, wrongRules } from "./conditions.ts";

it("every condition can be added and taken away again", () => {
  for (const name of CONDITIONS) {
    const when = withCondition({ page_s: 5 }, name);
    expect(when).toHaveProperty(name);
    expect(withoutCondition(when, name)).toEqual(name === "page_s" ? {} : { page_s: 5 });
  }
});

it("names what is missing in a rule", () => {
  const rule: InvitationRule = { rule_id: "1", name: "Hello", texts: { "zh-CN": "您好" } };
  expect(wrongRules([rule])).toEqual([]);
  expect(wrongRules([rule, { ...rule, name: " ", texts: {}, when: { event: "" } }]).map((wrong) => wrong.path)).toEqual([
    "invitations.rules[1].name",
    "invitations.rules[1].texts",
    "invitations.rules[1].when.event",
  ]);
});
