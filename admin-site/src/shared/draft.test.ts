import { describe, expect, test } from "vitest";
import { changedKeys, rebase, same } from "./draft.ts";
import { concerns, isAt } from "./field-path.ts";
import { moved, replaced, without } from "./list.ts";

describe("a document that two people change", () => {
  const keys = ["topics", "labels"] as const;
  const base = { version: 1, topics: ["a"], labels: ["x"] };

  test("only the parts that differ by value count as changed", () => {
    expect(changedKeys(base, { ...base, topics: ["a"], labels: ["x", "y"] }, keys)).toEqual(["labels"]);
  });

  test("a colleague's change of another part is taken in", () => {
    const merged = rebase(base, { ...base, labels: ["mine"] }, { version: 2, topics: ["theirs"], labels: ["x"] }, keys);
    expect(merged).toEqual({ draft: { version: 2, topics: ["theirs"], labels: ["mine"] }, conflicts: [] });
  });

  test("a colleague's change of the same part is a conflict, and ours stays in the form", () => {
    const merged = rebase(base, { ...base, labels: ["mine"] }, { version: 2, topics: ["a"], labels: ["theirs"] }, keys);
    expect(merged).toEqual({ draft: { version: 2, topics: ["a"], labels: ["mine"] }, conflicts: ["labels"] });
  });

  test("the same change by both is none", () => {
    expect(rebase(base, { ...base, labels: ["y"] }, { ...base, version: 2, labels: ["y"] }, keys).conflicts).toEqual([]);
  });

  test("absent and null are the same, empty is something else", () => {
    expect(same({ a: undefined, b: 1 }, { b: 1 })).toBe(true);
    expect(same({ a: null }, {})).toBe(true);
    expect(same({ a: "" }, {})).toBe(false);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same([], {})).toBe(false);
  });
});

describe("the path of a wrong field", () => {
  test.each([
    ["forms[0].fields[2].options", "forms[0].fields[2].options", true, true],
    ["forms[0].fields[2].options[1].value", "forms[0].fields[2].options", true, false],
    ["forms[0].fields[2]", "forms[0].fields[2].options", false, false],
    ["forms[1].fields[2].options", "forms[0].fields[2].options", false, false],
    ["forms[10].title", "forms[1]", false, false],
    ["surveys[...].questions[0].label", "surveys.default.questions[0].label", true, true],
    ["surveys[...].questions[0].label", "surveys.default.questions[1].label", false, false],
  ])("%s at %s", (error, path, inside, exactly) => {
    expect([concerns(error, path), isAt(error, path)]).toEqual([inside, exactly]);
  });
});

describe("lists", () => {
  test("an item goes to another place, and nowhere if there is none", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], -1, 0)).toEqual(["a", "b"]);
  });

  test("one item is replaced, one is left out", () => {
    expect([replaced(["a", "b"], 1, "x"), without(["a", "b"], 0)]).toEqual([["a", "x"], ["b"]]);
  });
});
