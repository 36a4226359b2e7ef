/** One thing that was changed: where it stands in what is kept, and its values. */
export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

type Values = Record<string, unknown>;

const isRecord = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const isPlainList = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item !== "object");

/** What only programs read, but for departments, which have names. */
const isId = (name: string) => name === "subject" || (name.endsWith("_id") && name !== "department_id");

/** One side by path, down to single values and plain lists. */
function leaves(value: unknown, path: string, into: Map<string, unknown>): void {
  if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) if (!isId(name)) leaves(item, path ? `${path}.${name}` : name, into);
  } else if (Array.isArray(value) && value.length === 0) return;
  else if (Array.isArray(value) && !isPlainList(value)) for (const [i, item] of value.entries()) leaves(item, `${path}[${i + 1}]`, into);
  else into.set(path, value);
}

/** What differs between the two, in the order in which it is kept. */
export function changesOf(before: Values = {}, after: Values = {}): Change[] {
  const was = new Map<string, unknown>();
  const is = new Map<string, unknown>();
  leaves(before, "", was);
  leaves(after, "", is);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter(({ before: old, after: now }) => JSON.stringify(old) !== JSON.stringify(now));
}
