import type { Entry, InternalView } from "@parlor/protocol";
import { expect, test } from "vitest";
import { peopleTree } from "../screens/internal/people.ts";
import { afterInternalEntry, internalUnread, withInternal, withInternalList, withInternalRead } from "./reduce-internal.ts";
import { emptyLiveState } from "./state.ts";

const ME = "me";
const base: InternalView = {
  ...{ conversation_id: "c", kind: "group", seq: 3, name: "Warehouse", creator_id: ME, created_at: 1, last_at: 1, read_seq: 3 },
  members: [
    { agent_id: ME, name: "Me" },
    { agent_id: "su", name: "Su" },
  ],
};
const message = (seq: number, id: string, text = "hi"): Entry => ({
  ...{ kind: "message", seq, at: seq * 10, by: { role: "agent", id, name: id }, text },
  client_id: { producer: "abcdefghijkl", n: 1 },
});

test("what colleagues say counts as unread until it is read, what we say does not", () => {
  const after = afterInternalEntry(base, message(4, "su"), ME);
  expect(internalUnread(after, ME)).toBe(1);
  expect(internalUnread(afterInternalEntry(after, message(5, ME), ME), ME)).toBe(0);
  const state = withInternalRead(withInternal(emptyLiveState(ME), after), "c", 4);
  expect(internalUnread(state.internal.get("c") ?? base, ME)).toBe(0);
});

test("a push to all members does not tell how far we have read, and an older view changes nothing", () => {
  let state = withInternal(emptyLiveState(ME), { ...base, seq: 9, read_seq: 7 });
  const { read_seq: _, ...pushed } = { ...base, seq: 10, name: "Parcels" };
  state = withInternal(state, pushed);
  expect(state.internal.get("c")).toMatchObject({ seq: 10, name: "Parcels", read_seq: 7 });
  expect(withInternal(state, { ...base, seq: 5 }).internal.get("c")).toMatchObject({ seq: 10, name: "Parcels" });
});

test("members come and go with the log's entries", () => {
  const by = { role: "agent", id: ME, name: "Me" } as const;
  const joined = afterInternalEntry(base, { kind: "members_joined", seq: 4, at: 1, by, members: [{ agent_id: "wei", name: "Wei" }] }, ME);
  expect(joined.members.map((each) => each.agent_id)).toEqual([ME, "su", "wei"]);
  const left = afterInternalEntry(joined, { kind: "member_left", seq: 5, at: 1, by, agent_id: "su", agent_name: "Su" }, ME);
  expect(left.members.map((each) => each.agent_id)).toEqual([ME, "wei"]);
});

test("the list replaces what was known, but not what frames told while it was asked for", () => {
  const state = withInternal(emptyLiveState(ME), { ...base, conversation_id: "new" });
  const after = withInternalList(withInternal(state, { ...base, conversation_id: "gone" }), [base], new Set(["new", "left"]));
  expect([...after.internal.keys()].sort()).toEqual(["c", "new"]);
});

test("people stand under their departments, below the department above, those who are there first", () => {
  const agent = (agent_id: string, state: "online" | "offline", department: string) => ({
    ...{ agent_id, number: agent_id, name: agent_id, department_ids: department ? [department] : [], state, load: 0, ceiling: 5 },
  });
  const department = (department_id: string, parent_id?: string) => ({
    ...{ department_id, name: department_id, order: 0, assignment: "manual" as const, members: 0, version: 1 },
    ...(parent_id ? { parent_id } : {}),
  });
  const tree = peopleTree(
    [department("east", "sales"), department("sales")],
    [agent("a", "offline", "sales"), agent("b", "online", "sales"), agent("c", "online", "east"), agent("d", "online", "")],
    "",
  );
  expect(tree.branches.map(({ department: each, depth, people }) => [each.name, depth, people.map((one) => one.name)])).toEqual([
    ["sales", 0, ["b", "a"]],
    ["east", 1, ["c"]],
  ]);
  expect(tree.others.map((each) => each.name)).toEqual(["d"]);
});
