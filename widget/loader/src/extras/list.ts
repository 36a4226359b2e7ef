import type { Store } from "../store";

/** All stored texts whose key begins with `prefix`. */
export function list(store: Store, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(store.area(prefix))) {
    const key = store.keyOf(name);
    if (key?.startsWith(prefix)) found[key] = value;
  }
  return found;
}
