import type { AgentView, ConversationView, Entry, VisitorView } from "@parlor/protocol";

/** Small whole values for tests: only what a test is about needs to be said. */

export const ME = "01KB0000000000000000000AME";
export const COLLEAGUE = "01KB000000000000000000ZHOU";
export const T0 = 1_795_000_000_000;

export function conversation(id: string, change: Partial<ConversationView> = {}): ConversationView {
  return {
    conversation_id: id,
    state: "active",
    seq: 3,
    visitor_id: `visitor-${id}`,
    visitor_number: `V-${id}`,
    department_id: "department",
    agent_id: ME,
    agent_name: "林小满",
    opened_at: T0,
    last_at: T0,
    last_by: "agent",
    ...change,
  };
}

export function message(seq: number, role: "visitor" | "agent", text: string, at = T0 + seq * 1_000): Entry {
  return {
    kind: "message",
    seq,
    at,
    by: { role, id: role === "agent" ? ME : "visitor" },
    client_id: { producer: "abcdefghijkl", n: seq },
    text,
  };
}

export function visitor(id: string, change: Partial<VisitorView> = {}): VisitorView {
  return {
    visitor_id: id,
    visitor_number: `V-${id}`,
    entered_at: T0,
    seen_at: T0,
    page_url: "https://shop.example/",
    page_title: "首页",
    page_count: 1,
    ...change,
  };
}

export function agent(id: string, change: Partial<AgentView> = {}): AgentView {
  return { agent_id: id, number: "1001", name: id, department_ids: ["department"], state: "online", load: 0, ceiling: 8, ...change };
}
