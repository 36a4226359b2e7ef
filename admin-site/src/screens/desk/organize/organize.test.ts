import { describe, expect, test, vi } from "vitest";
import { conversation } from "../../../live/examples.ts";
import { forEach, labelState, withLabel } from "./bulk.ts";
import { snoozesAt, snoozeUntil } from "./snooze.ts";

describe("putting off", () => {
  const at = (text: string) => new Date(text);

  test("an hour is an hour, a morning is nine o'clock here", () => {
    const now = at("2026-11-25T15:20:00");
    expect(snoozeUntil("hour", now)).toBe(at("2026-11-25T16:20:00").getTime());
    expect(snoozeUntil("threeHours", now)).toBe(at("2026-11-25T18:20:00").getTime());
    expect(snoozeUntil("tomorrow", now)).toBe(at("2026-11-26T09:00:00").getTime());
    expect(snoozeUntil("monday", now)).toBe(at("2026-11-30T09:00:00").getTime());
  });

  test("on a Monday the next one is meant", () => {
    expect(snoozeUntil("monday", at("2026-11-23T08:00:00"))).toBe(at("2026-11-30T09:00:00").getTime());
  });

  test("on a Sunday, tomorrow is Monday: once is enough", () => {
    expect(snoozesAt(at("2026-11-22T10:00:00")).map((each) => each.snooze)).toEqual(["hour", "threeHours", "tomorrow"]);
  });
});

describe("the same for many", () => {
  const views = [conversation("a"), conversation("b"), conversation("c")];

  test("one after another; who fails does not stop the others", async () => {
    const acted: string[] = [];
    const failures = await forEach(views, async (view) => {
      acted.push(view.conversation_id);
      if (view.conversation_id === "b") throw new Error("no");
    });
    expect(acted).toEqual(["a", "b", "c"]);
    expect(failures.map(({ view }) => view.conversation_id)).toEqual(["b"]);
  });

  test("it can be stopped between two", async () => {
    const act = vi.fn(async () => {});
    await forEach(views, act, (done) => done < 2);
    expect(act).toHaveBeenCalledTimes(2);
  });

  test("a label is on all, on some or on none", () => {
    const some = [conversation("a", { labels: ["x"] }), conversation("b")];
    expect(labelState(some, "x")).toBe("some");
    expect(labelState(some.slice(0, 1), "x")).toBe("all");
    expect(labelState(some, "y")).toBe("none");
    const known = ["x", "y"].map((id) => ({ label_id: id, name: id }));
    expect(withLabel(conversation("a", { labels: ["x", "y"] }), "x", false, known)).toEqual(["y"]);
    expect(withLabel(conversation("a", { labels: ["x"] }), "x", true, known)).toEqual(["x"]);
    expect(withLabel(conversation("a", { labels: ["deleted"] }), "x", true, known)).toEqual(["x"]);
  });
});
