import type { AgentView, Department } from "@parlor/protocol";

/** A department with its people; `depth` is how far below the top it stands. */
export interface Branch {
  department: Department;
  depth: number;
  people: AgentView[];
}

const RANK = { online: 0, busy: 1, away: 2, invisible: 3, offline: 3 };

const parentOf = (department: Department) => (department as Department & { parent_id?: string }).parent_id;

/** Parents before their children, in their own order otherwise. */
function inTreeOrder(departments: readonly Department[]): { department: Department; depth: number }[] {
  const known = new Set(departments.map((each) => each.department_id));
  const under = (parent: string | undefined, depth: number): { department: Department; depth: number }[] =>
    departments
      .filter((each) => {
        const above = parentOf(each);
        return parent === undefined ? above === undefined || !known.has(above) : above === parent;
      })
      .flatMap((department) => [{ department, depth }, ...under(department.department_id, depth + 1)]);
  return under(undefined, 0);
}

/** Colleagues by department, those who are there first. Who is in no department comes last, under none. */
export function peopleTree(
  departments: readonly Department[],
  agents: Iterable<AgentView>,
  query: string,
): { branches: Branch[]; others: AgentView[] } {
  const words = query.trim().toLowerCase();
  const named = (text: string) => text.toLowerCase().includes(words);
  const all = [...agents].sort((a, b) => RANK[a.state] - RANK[b.state] || a.number.localeCompare(b.number));
  const branches = inTreeOrder(departments)
    .map(({ department, depth }) => {
      const members = all.filter((agent) => agent.department_ids.includes(department.department_id));
      const people = named(department.name) ? members : members.filter((agent) => named(agent.name) || named(agent.number));
      return { department, depth, people };
    })
    .filter(({ people, department }) => people.length > 0 || (words !== "" && named(department.name)));
  const others = all.filter((agent) => agent.department_ids.length === 0 && (named(agent.name) || named(agent.number)));
  return { branches, others };
}
