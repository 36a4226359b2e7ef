import { expect, test } from "vitest";
import { type Changes, Versions } from "./versions.ts";

const whole = (versions: Versions<number>) => new Map([...versions.keys()].map((key) => [key, versions.get(key)]));

test("each version stays as it was, and later ones say what changed", () => {
  const steps: Changes<number>[] = [
    new Map([["a", 1]]),
    new Map([
      ["a", 2],
      ["b", 3],
    ]),
    new Map([["b", undefined]]),
    new Map([["c", 4]]),
  ];
  const versions = [new Versions<number>()];
  for (const step of steps) versions.push((versions.at(-1) as Versions<number>).with(step));
  expect(versions.map((each) => [...whole(each)])).toEqual([
    [],
    [["a", 1]],
    [
      ["a", 2],
      ["b", 3],
    ],
    [["a", 2]],
    [
      ["a", 2],
      ["c", 4],
    ],
  ]);
  expect(versions.map((each) => each.size)).toEqual([0, 1, 2, 1, 2]);
  const [, second, , , last] = versions as [unknown, Versions<number>, unknown, unknown, Versions<number>];
  expect([...(second.changedUntil(last) ?? [])]).toEqual(["a", "b", "c"]);
  expect(last.changedUntil(second)).toBeUndefined();
  expect(last.changedUntil(last)?.size).toBe(0);
});

test("a version from an old one goes its own way", () => {
  const first = new Versions<number>([["a", 1]]);
  const one = first.with(new Map([["a", 2]]));
  const other = first.with(new Map([["b", 3]]));
  expect([one.get("a"), other.get("a"), one.get("b"), other.get("b"), first.get("a")]).toEqual([2, 1, undefined, 3, 1]);
  expect(first.changedUntil(other)).toBeUndefined();
});

test("nothing changed is the same version", () => {
  const first = new Versions<number>([["a", 1]]);
  expect(first.with(new Map([["a", 1]]))).toBe(first);
  expect(first.with(new Map([["b", undefined]]))).toBe(first);
});
