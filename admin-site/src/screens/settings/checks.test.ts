import type { FormField } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { newKey, wrongForms, wrongSurveys, wrongTopics } from "./checks.ts";
import { aboveAgent, stanceOf, withDelay, withStance } from "./replies.ts";

const field = (key: string, change: Partial<FormField> = {}): FormField => ({ key, kind: "text", label: key, ...change });
const found = (wrongs: readonly { path: string; text: string }[]) => wrongs.map((wrong) => [wrong.path, wrong.text]);

describe("what is wrong before the server is asked", () => {
  test("a choice needs two options that differ and are not empty", () => {
    const choice = (...values: string[]) => field("c", { kind: "choice", options: values.map((value) => ({ value })) });
    const form = { form_id: "1", title: "t", fields: [choice("a"), choice("a", "a"), choice("a", " "), choice("a", "b")] };
    expect(found(wrongForms({ pre_chat: {}, forms: [form] }))).toEqual([
      ["forms[0].fields[0].options", "twoOptions"],
      ["forms[0].fields[1].options[1].value", "twice"],
      ["forms[0].fields[2].options[1].value", "empty"],
    ]);
  });

  test("an enabled form has fields, a form has a title", () => {
    expect(found(wrongForms({ pre_chat: { enabled: true, fields: [] }, forms: [{ form_id: "1", title: " ", fields: [] }] }))).toEqual([
      ["pre_chat.fields", "noFields"],
      ["forms[0].title", "empty"],
      ["forms[0].fields", "noFields"],
    ]);
    expect(wrongForms({ pre_chat: { enabled: false, fields: [] }, forms: [] })).toEqual([]);
  });

  test("surveys are named by their department", () => {
    const surveys = { default: { questions: [{ key: "a", kind: "choice" as const, label: "", options: ["x"] }] }, d1: { questions: [] } };
    expect(found(wrongSurveys(surveys))).toEqual([
      ["surveys.default.questions[0].label", "empty"],
      ["surveys.default.questions[0].options", "twoOptions"],
      ["surveys.d1.questions", "noFields"],
    ]);
  });

  test("a topic's name may come again in another group, a label's may not", () => {
    const topics = [
      { topic_id: "1", name: "退货", group: "售前" },
      { topic_id: "2", name: "退货", group: "售后" },
      { topic_id: "3", name: "退货 ", group: "售后" },
      { topic_id: "4", name: "" },
      { topic_id: "5", name: "" },
    ];
    const labels = [
      { label_id: "1", name: "投诉" },
      { label_id: "2", name: "投诉" },
    ];
    expect(found(wrongTopics({ topics, labels }))).toEqual([
      ["topics[3].name", "empty"],
      ["topics[4].name", "empty"],
      ["topics[2].name", "twice"],
      ["labels[1].name", "twice"],
    ]);
  });
});

test("a field is named after what a card holds, and otherwise by a number that is free", () => {
  expect(newKey([], "phone")).toBe("phone");
  expect(newKey(["phone"], "phone")).toBe("field_2");
  expect(newKey(["field_2"], "text")).toBe("field_3");
  expect(newKey(["a", "field_2"], "choice")).toBe("field_3");
});

describe("automatic replies", () => {
  test("absent follows, empty is silent, words are one's own", () => {
    expect([stanceOf({}, "welcome"), stanceOf({ welcome: "" }, "welcome"), stanceOf({ welcome: "x" }, "welcome")]).toEqual([
      "inherit",
      "silent",
      "own",
    ]);
  });

  test("one's own words begin with those above and get a delay; giving them up takes the delay along", () => {
    const own = withStance({ closing: "bye" }, "no_answer", "own", "wait");
    expect(own).toEqual({ closing: "bye", no_answer: "wait", no_answer_s: 90 });
    expect(withDelay(own, "no_answer_s", null)).toEqual({ closing: "bye", no_answer: "wait" });
    expect(withStance(own, "no_answer", "inherit", "wait")).toEqual({ closing: "bye" });
    expect(withStance(own, "no_answer", "silent", "wait")).toEqual({ closing: "bye", no_answer: "" });
  });

  test("an agent of one department follows it, and the company where it says nothing", () => {
    const service = { replies: { welcome: "company", closing: "bye" }, department_replies: { d: { welcome: "department" } } };
    expect(aboveAgent(service, ["d"])).toEqual({ welcome: "department", closing: "bye" });
    expect(aboveAgent(service, ["d", "e"])).toEqual({ welcome: "company", closing: "bye" });
  });
});
