import type { Department } from "@parlor/protocol";
import { expect, test } from "vitest";
import { inTree, withinTree } from "./department-tree.ts";

const department = (department_id: string, order: number, parent_id?: string): Department => ({
  department_id,
  name: department_id,
  order,
  assignment: "manual",
  members: 0,
  version: 1,
  ...(parent_id ? { parent_id } : {}),
});
const TREE = [department("tea", 3, "goods"), department("sales", 1), department("goods", 0), department("green", 0, "tea")];

test("each stands before those below it, and beside its own", () => {
  const shown = inTree(TREE).map(({ department, depth, siblings }) => [department.department_id, depth, siblings.length]);
  expect(shown).toEqual([
    ["goods", 0, 2],
    ["tea", 1, 1],
    ["green", 2, 1],
    ["sales", 0, 2],
  ]);
});

test("nobody is lost: not below a parent that is gone, not in a ring", () => {
  const odd = [department("a", 0, "b"), department("b", 1, "a"), department("c", 2, "gone")];
  expect(
    inTree(odd)
      .map((each) => each.department.department_id)
      .sort(),
  ).toEqual(["a", "b", "c"]);
});

test("a department does not go below itself", () => {
  expect([...withinTree(TREE, "goods")].sort()).toEqual(["goods", "green", "tea"]);
});
