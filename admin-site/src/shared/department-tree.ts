import type { Department } from "@parlor/protocol";

export interface Standing {
  department: Department;
  depth: number;
  /** Those beside it, in their order. */
  siblings: readonly Department[];
}

/** The departments from the top down, each before those below it. One whose parent is gone stands at the top. */
export function inTree(departments: readonly Department[]): Standing[] {
  const known = new Set(departments.map((each) => each.department_id));
  const sorted = [...departments].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  const seen = new Set<string>();
  const parentOf = ({ parent_id }: Department) => (parent_id && known.has(parent_id) ? parent_id : undefined);
  const below = (parent: string | undefined, depth: number): Standing[] => {
    const siblings = sorted.filter((each) => parentOf(each) === parent && !seen.has(each.department_id));
    for (const each of siblings) seen.add(each.department_id);
    return siblings.flatMap((department) => [{ department, depth, siblings }, ...below(department.department_id, depth + 1)]);
  };
  const found = below(undefined, 0);
  // Two that were moved below each other at the same moment would otherwise be seen nowhere.
  return [
    ...found,
    ...sorted.filter((each) => !seen.has(each.department_id)).map((department) => ({ department, depth: 0, siblings: [] })),
  ];
}

/** Where a department may not be moved: to itself and below itself. */
export function withinTree(departments: readonly Department[], id: string): Set<string> {
  const within = new Set([id]);
  for (let size = 0; size !== within.size; ) {
    size = within.size;
    for (const each of departments) if (each.parent_id && within.has(each.parent_id)) within.add(each.department_id);
  }
  return within;
}

/** For a choice: the name with those above it. */
export function pathName(departments: readonly Department[], department: Department): string {
  const parent = departments.find((each) => each.department_id === department.parent_id);
  return parent && parent !== department ? `${parent.name} / ${department.name}` : department.name;
}
