import { expect, test } from "vitest";
import { blockState } from "./block-state.ts";

test("an entry is planned, holds from its beginning, and is over at its end", () => {
  const block = { from_at: 100, until: 200 };
  expect([99, 100, 199, 200].map((now) => blockState(block, now))).toEqual(["planned", "holds", "holds", "over"]);
});

test("without an end it holds for ever", () => {
  expect(blockState({ from_at: 100 }, 1e15)).toBe("holds");
});
