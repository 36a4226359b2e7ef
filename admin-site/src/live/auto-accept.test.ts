import type { ConversationView } from "@parlor/protocol";
import { expect, test } from "vitest";
import { nextToAccept } from "./auto-accept.ts";
import { agent, conversation, ME, T0 } from "./examples.ts";
import { emptyLiveState } from "./state.ts";

const waits = (id: string, since: number, change: Partial<ConversationView> = {}) =>
  conversation(id, { state: "waiting", waiting_since: T0 + since, ...change });

function desk(views: ConversationView[], load = 0, state: "online" | "busy" = "online") {
  const empty = emptyLiveState(ME);
  return {
    ...empty,
    link: { ...empty.link, status: "open" as const },
    ownState: state,
    agents: new Map([[ME, agent(ME, { load, ceiling: 2 })]]),
    conversations: new Map(views.map((view) => [view.conversation_id, view])),
  };
}

test("who has waited longest in one's own departments, whatever the urgency, and is still there", () => {
  const views = [
    waits("late", 9_000),
    waits("first", 1_000, { priority: "low" }),
    waits("gone", 0, { visitor_present: false }),
    waits("elsewhere", 0, { department_id: "other" }),
  ];
  expect(nextToAccept(desk(views), ["department"])).toBe("first");
});

test("nobody without room, or while one is busy or not connected", () => {
  const views = [waits("first", 0)];
  expect(nextToAccept(desk(views, 2), ["department"])).toBeUndefined();
  expect(nextToAccept(desk(views, 0, "busy"), ["department"])).toBeUndefined();
  expect(nextToAccept({ ...desk(views), link: emptyLiveState(ME).link }, ["department"])).toBeUndefined();
});
