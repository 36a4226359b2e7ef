import type { Entry, Message } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { ME, message, T0 } from "../../../live/examples.ts";
import { topicGroups } from "../conversation/wrap-up.ts";
import { pictureBox } from "./FileView.tsx";
import { hitParts, logItems } from "./items.ts";

const visitor = { role: "visitor", id: "visitor" } as const;
const kinds = (entries: Entry[], unreadFrom?: number) =>
  logItems(entries, [], { zone: "Asia/Shanghai", unreadFrom }).map((item) => item.kind);

describe("the log", () => {
  test("what is unread has a line before it, once", () => {
    const entries = [message(1, "visitor", "a"), message(2, "agent", "b"), message(3, "visitor", "c"), message(4, "visitor", "d")];
    expect(kinds(entries, 2)).toEqual(["day", "message", "message", "unread", "message", "message"]);
    expect(kinds(entries, 9)).not.toContain("unread");
    expect(kinds(entries, 1)).not.toContain("unread");
  });

  test("a recall shows at its message only; the next message has its own head", () => {
    const recalled: Entry = { ...(message(1, "visitor", "") as Message), recalled: true };
    const recall: Entry = { kind: "recalled", seq: 3, at: T0, by: visitor, target: 1 };
    const items = logItems([recalled, message(2, "visitor", "b"), recall], [], { zone: "Asia/Shanghai" });
    expect(items.map((item) => item.kind)).toEqual(["day", "message", "message"]);
    expect(items.flatMap((item) => (item.kind === "message" ? [item.headed] : []))).toEqual([true, true]);
  });

  test("what the visitor filled in stands after the request, and where it was filled in", () => {
    const values = [{ key: "name", label: "姓名", value: "陈" }];
    const queued: Entry = { kind: "queued", seq: 1, at: T0, by: visitor, department_id: "d", department_name: "售前", form: values };
    const answered: Entry = { kind: "form_answered", seq: 2, at: T0, by: visitor, form_seq: 1, values };
    const rated: Entry = { kind: "rated", seq: 3, at: T0, by: visitor, answers: [] };
    const marked: Entry = { kind: "organized", seq: 4, at: T0, by: { role: "agent", id: ME }, labels: [] };
    const accepted: Entry = { kind: "accepted", seq: 2, at: T0, by: visitor, agent_id: ME, agent_name: "林小满" };
    expect(kinds([queued, accepted])).toEqual(["day", "event", "values"]);
    expect(kinds([queued, answered, rated, marked])).toEqual(["day", "event", "values", "values", "rated", "event"]);
  });
});

test("hits are found whatever their case, and nothing of the text is lost", () => {
  expect(hitParts("Tea and tea", "TEA")).toEqual(["", "Tea", " and ", "tea", ""]);
  expect(hitParts("茶", " ")).toEqual(["茶"]);
  // Turkish capitals grow when they are made small.
  expect(hitParts("İİ x", "x").join("")).toBe("İİ x");
});

test("a picture keeps its shape within its place", () => {
  expect(pictureBox({ width: 1440, height: 960 })).toEqual({ width: 280, height: 187 });
  expect(pictureBox({ width: 100, height: 2_000 })).toEqual({ width: 64, height: 220 });
  expect(pictureBox({})).toEqual({ width: 200, height: 150 });
});

test("topics stand under their headings, those without one last", () => {
  const topic = (topic_id: string, group?: string) => ({ topic_id, name: topic_id, ...(group ? { group } : {}) });
  const groups = topicGroups([topic("a"), topic("b", "售后"), topic("c", "售前"), topic("d", "售后")], "其他");
  expect(groups.map((group) => [group.label, group.options.map((option) => option.value)])).toEqual([
    ["售后", ["b", "d"]],
    ["售前", ["c"]],
    ["其他", ["a"]],
  ]);
});
