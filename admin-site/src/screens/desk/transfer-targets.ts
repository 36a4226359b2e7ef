import type { AgentView, Department } from "@parlor/protocol";
import { inTree } from "../../shared/department-tree.ts";

export type Target = { kind: "agent"; agent: AgentView; department: Department } | { kind: "department"; department: Department };

export const targetKey = (target: Target) =>
  target.kind === "agent" ? `${target.department.department_id}/${target.agent.agent_id}` : target.department.department_id;

export interface Branch {
  department: Department;
  /** How deep it stands in the tree; 0 at the top. */
  depth: number;
  agents: AgentView[];
  load: number;
  ceiling: number;
}

const RANK = { online: 0, busy: 1, away: 2, invisible: 2, offline: 3 };
const rank = (state: string) => RANK[state as keyof typeof RANK] ?? RANK.offline;

/** Departments with their agents as they are now; those who can take somebody first. */
export function transferTree(departments: readonly Department[], agents: Iterable<AgentView>, query: string): Branch[] {
  const all = [...agents];
  const words = query.trim().toLowerCase();
  const named = (text: string) => text.toLowerCase().includes(words);
  return inTree(departments).flatMap(({ department, depth }) => {
    const members = all
      .filter((agent) => agent.department_ids.includes(department.department_id))
      .sort((a, b) => rank(a.state) - rank(b.state) || a.load - b.load || a.number.localeCompare(b.number));
    const here = members.filter((agent) => agent.state === "online" || agent.state === "busy");
    const load = here.reduce((sum, agent) => sum + agent.load, 0);
    const ceiling = here.reduce((sum, agent) => sum + agent.ceiling, 0);
    const shown = named(department.name) ? members : members.filter((agent) => named(agent.name) || named(agent.number));
    return named(department.name) || shown.length > 0 ? [{ department, depth, agents: shown, load, ceiling }] : [];
  });
}

/** The rows of the tree in the order of the eyes. */
export function flatten(tree: readonly Branch[]): Target[] {
  return tree.flatMap(({ department, agents }) => [
    { kind: "department", department } as const,
    ...agents.map((agent) => ({ kind: "agent", agent, department }) as const),
  ]);
}

/** Why a colleague cannot be asked: they have it, take part already, are not here, are busy or have no room. Undefined: they can. */
export type Hindrance = "you" | "member" | "busy" | "away" | "offline" | "full";

/** Who comes in takes over nothing, so being busy or full is no hindrance to that. */
export function hindrance(agent: AgentView, ownId: string, members: readonly string[], join: boolean): Hindrance | undefined {
  if (agent.agent_id === ownId) return "you";
  if (join && members.includes(agent.agent_id)) return "member";
  if (agent.state === "away") return "away";
  if (agent.state !== "online" && agent.state !== "busy") return "offline";
  if (join) return undefined;
  if (agent.state === "busy") return "busy";
  return agent.load >= agent.ceiling ? "full" : undefined;
}
