/** What a person has changed of a document, and how it goes together with what others have changed meanwhile. */

/** By value. What is absent and what is null say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

export function changedKeys<Doc>(base: Doc, draft: Doc, keys: readonly (keyof Doc)[]): (keyof Doc)[] {
  return keys.filter((key) => !same(base[key], draft[key]));
}

export interface Rebased<Doc> {
  /** Theirs, with our changes in it. */
  draft: Doc;
  /** What both have changed, each in another way. In `draft` it is as we want it. */
  conflicts: (keyof Doc)[];
}

/** Puts what we changed in `base` onto `theirs`, part by part. */
export function rebase<Doc extends object>(base: Doc, ours: Doc, theirs: Doc, keys: readonly (keyof Doc)[]): Rebased<Doc> {
  const draft = { ...theirs };
  const conflicts: (keyof Doc)[] = [];
  for (const key of changedKeys(base, ours, keys)) {
    draft[key] = ours[key];
    if (!same(theirs[key], base[key]) && !same(theirs[key], ours[key])) conflicts.push(key);
  }
  return { draft, conflicts };
}
