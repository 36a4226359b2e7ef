import type { AgentView, Department } from "@parlor/protocol";

const KEY = "parlor.transfer.recent";
const RECENT_MAX = 3;

export type Target = { kind: "agent"; agent: AgentView; department: Department } | { kind: "department"; department: Department };

export const targetKey = (target: Target) =>
  target.kind === "agent" ? `${target.department.department_id}/${target.agent.agent_id}` : target.department.department_id;

export interface Branch {
  department: Department;
  agents: AgentView[];
  load: number;
  ceiling: number;
}

const RANK = { online: 0, busy: 1, away: 2, invisible: 2, offline: 3 };

/** Departments with their agents as they are now; those who can take somebody first. */
export function transferTree(departments: readonly Department[], agents: Iterable<AgentView>, query: string): Branch[] {
  const all = [...agents];
  const words = query.trim().toLowerCase();
  const named = (text: string) => text.toLowerCase().includes(words);
  return departments
    .map((department) => {
      const members = all
        .filter((agent) => agent.department_ids.includes(department.department_id))
        .sort((a, b) => RANK[a.state] - RANK[b.state] || a.load - b.load || a.number.localeCompare(b.number));
      const here = members.filter((agent) => agent.state === "online" || agent.state === "busy");
      const load = here.reduce((sum, agent) => sum + agent.load, 0);
      const ceiling = here.reduce((sum, agent) => sum + agent.ceiling, 0);
      const shown = named(department.name) ? members : members.filter((agent) => named(agent.name) || named(agent.number));
      return { department, agents: shown, load, ceiling, wanted: named(department.name) || shown.length > 0 };
    })
    .filter((branch) => branch.wanted)
    .map(({ department, agents: shown, load, ceiling }) => ({ department, agents: shown, load, ceiling }));
}

/** The rows of the tree in the order of the eyes. */
export function flatten(tree: readonly Branch[]): Target[] {
  return tree.flatMap(({ department, agents }) => [
    { kind: "department", department } as const,
    ...agents.map((agent) => ({ kind: "agent", agent, department }) as const),
  ]);
}

export function recentTargets(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function rememberTarget(id: string): void {
  localStorage.setItem(KEY, JSON.stringify([id, ...recentTargets().filter((each) => each !== id)].slice(0, RECENT_MAX)));
}
