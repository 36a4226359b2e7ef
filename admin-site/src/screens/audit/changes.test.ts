import { expect, it } from "vitest";
import { changesOf } from "./changes.ts";

it("says what differs, by path, and leaves out what is the same", () => {
  const before = { name: "Z", switches: { recall: true, files: true }, topics: [{ name: "A" }, { name: "B" }], rights: ["a"] };
  const after = {
    name: "Z",
    switches: { recall: false, files: true },
    topics: [{ name: "A" }, { name: "C" }, { name: "D" }],
    rights: ["a", "b"],
  };
  expect(changesOf(before, after)).toEqual([
    { path: "switches.recall", before: true, after: false },
    { path: "topics[2].name", before: "B", after: "C" },
    { path: "rights", before: ["a"], after: ["a", "b"] },
    { path: "topics[3].name", before: undefined, after: "D" },
  ]);
});

it("tells of what is new or gone", () => {
  expect(changesOf(undefined, { name: "A" })).toEqual([{ path: "name", before: undefined, after: "A" }]);
  expect(changesOf({ reasons: [], given: [] }, { reasons: [{ reason_id: "1", name: "Break" }], given: ["block"] })).toEqual([
    { path: "reasons[1].name", before: undefined, after: "Break" },
    { path: "given", before: undefined, after: ["block"] },
  ]);
  expect(changesOf({ name: "A" })).toEqual([{ path: "name", before: "A", after: undefined }]);
});
