import type { ConversationView, RecordsFound } from "@parlor/protocol";
import { expect, test } from "vitest";
import { anyOf, tidy } from "../../shared/records-path.ts";
import { searchPage, simple } from "./search.ts";

const PERIOD = { from: "2026-11-01", to: "2026-11-28" };
const row = { conversation_id: "1" } as ConversationView;

test("what says nothing is left out", () => {
  expect(tidy({ text: " ", visitor: "Li", agent_ids: [], score_min: 1, accepted: false })).toEqual({
    visitor: "Li",
    score_min: 1,
    accepted: false,
  });
  expect(anyOf({ text: "", topic_ids: [] })).toBe(false);
});

test("a page is asked for until the archive has answered", async () => {
  const answers: RecordsFound[] = [
    { conversations: [], cursor: "a" },
    { conversations: [], cursor: "a", running: true },
    { conversations: [], cursor: "a", running: true },
    { conversations: [row], cursor: "b" },
  ];
  const asked: (string | undefined)[] = [];
  let pauses = 0;
  const page = await searchPage(
    async ({ cursor }) => {
      asked.push(cursor);
      return answers[asked.length - 1] as RecordsFound;
    },
    PERIOD,
    { text: "tea" },
    undefined,
    async () => {
      pauses++;
    },
  );
  expect(page).toEqual({ conversations: [row], cursor: "b" });
  expect(asked).toEqual([undefined, "a", "a", "a"]);
  expect(pauses).toBe(2);
});

test("nothing found is a page, too", async () => {
  const page = await searchPage(async () => ({ conversations: [] }), PERIOD, {}, undefined);
  expect(page).toEqual({ conversations: [] });
});

test("what the list by time can say itself is not asked of the archive", () => {
  expect(simple({})).toEqual({});
  expect(simple({ visitor: "Li", agent_ids: ["1"] })).toEqual({ visitor: "Li", agent_id: "1" });
  for (const conditions of [{ text: "tea" }, { visitor: "13800000000" }, { visitor: "li@example.com" }, { agent_ids: ["1", "2"] }])
    expect(simple(conditions)).toBeUndefined();
});
