import type { AgentView, ConversationView } from "@parlor/protocol";
import { describe, expect, it } from "vitest";
import { agentCards, conversationRows, type Filters, wallFigures } from "./rows.ts";

const NOW = 1_000_000;
const ALL: Filters = { departmentId: undefined, state: "all", lateFirst: true };

function agent(id: string, more: Partial<AgentView> = {}): AgentView {
  return { agent_id: id, number: id, name: id, department_ids: ["sales"], state: "online", load: 0, ceiling: 8, ...more };
}

function talk(id: string, agentId: string | undefined, more: Partial<ConversationView> = {}): ConversationView {
  return {
    conversation_id: id,
    state: agentId ? "active" : "waiting",
    ...(agentId ? { agent_id: agentId } : {}),
    seq: 1,
    visitor_id: id,
    visitor_number: id,
    department_id: "sales",
    opened_at: 0,
    last_at: 0,
    last_by: "visitor",
    last_text: "",
    ...more,
  } as ConversationView;
}

describe("the wall", () => {
  const agents = [agent("3", { state: "away" }), agent("10"), agent("2"), agent("4", { state: "offline", department_ids: ["support"] })];
  const talks = [
    talk("a", "2", { waiting_since: NOW - 20_000 }),
    talk("b", "10", { waiting_since: NOW - 90_000 }),
    talk("c", "3", { waiting_since: NOW - 300_000 }),
    talk("d", "2", { last_at: 5 }),
    talk("e", undefined, { waiting_since: NOW - 60_000 }),
  ];
  const ids = (filters: Filters) => agentCards(agents, talks, filters, NOW, 60).map((card) => card.agent.agent_id);

  it("shows first whose visitors wait too long, the longest before the others", () => {
    expect(ids(ALL)).toEqual(["3", "10", "2", "4"]);
    expect(ids({ ...ALL, lateFirst: false })).toEqual(["2", "10", "3", "4"]);
  });

  it("can be narrowed to a department and to a state", () => {
    expect(ids({ ...ALL, departmentId: "support" })).toEqual(["4"]);
    expect(ids({ ...ALL, state: "away" })).toEqual(["3"]);
    expect(ids({ ...ALL, state: "late" })).toEqual(["3", "10"]);
  });

  it("sorts an agent's conversations by who waits", () => {
    expect(agentCards(agents, talks, ALL, NOW, 60)[2]?.conversations.map((view) => view.conversation_id)).toEqual(["a", "d"]);
  });

  it("lists conversations by who waits longest", () => {
    expect(conversationRows(talks, ALL, NOW, 60).map((view) => view.conversation_id)).toEqual(["c", "b", "e", "a", "d"]);
  });

  it("adds up", () => {
    expect(wallFigures(agents, talks)).toEqual({
      waiting: 1,
      longestSince: NOW - 60_000,
      inProgress: 4,
      receiving: 2,
      agents: 4,
      room: 16,
    });
    expect(wallFigures(agents, talks, "support")).toMatchObject({ waiting: 0, longestSince: undefined, inProgress: 0, agents: 1 });
  });
});
