import type { DownloadView, Me } from "@parlor/protocol";
import { describe, expect, it } from "vitest";
import { conditionsOf, formatsOf, isOpen, mayTake, shareOf } from "./wanted.ts";

const period = { first: "2026-09-01", last: "2026-09-30" };
const some = (more: Partial<DownloadView>) => ({ state: "running", ...more }) as DownloadView;

describe("what is taken away", () => {
  it("takes the right to see it and the right to take it away", () => {
    const who = (...rights: Me["rights"]) => ({ rights }) as unknown as Me;
    expect(mayTake(who("read_records", "export_records"), "records")).toBe(true);
    expect(mayTake(who("read_records"), "records")).toBe(false);
    expect(mayTake(who("export_records"), "left_messages")).toBe(false);
    expect(mayTake(who("read_audit"), "audit")).toBe(true);
  });

  it("has pages to read of conversations only", () => {
    expect(formatsOf("records")).toContain("html");
    expect(formatsOf("audit")).not.toContain("html");
  });

  it("says how far it is as far as that can be told", () => {
    expect(shareOf(some({ rows: 50, estimated: 200 }))).toBe(0.25);
    expect(shareOf(some({ rows: 300, estimated: 200 }))).toBe(1);
    expect(shareOf(some({ rows: 300 }))).toBeUndefined();
    expect(isOpen(some({}))).toBe(true);
    expect(isOpen(some({ state: "done" }))).toBe(false);
  });

  it("counts conditions that say something, also what must not be", () => {
    const conditions = { text: "tea", visitor: "", agent_ids: ["a"], label_ids: [], none_of: { cities: ["x"] } };
    expect(conditionsOf({ kind: "records", ...period, conditions })).toBe(3);
    expect(conditionsOf({ kind: "records", ...period })).toBe(0);
    expect(conditionsOf({ kind: "audit", ...period })).toBe(0);
  });
});
