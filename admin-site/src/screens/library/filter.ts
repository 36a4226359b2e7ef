import type { Scope } from "@parlor/protocol";

/** What stands in a library: the company's or one's own, in a folder or in none. */
interface Kept {
  scope?: Scope;
  folder: string;
}

export interface Place {
  /** Undefined: both. */
  scope?: Scope;
  /** Undefined: all folders. Empty: those in none. */
  folder?: string;
}

export const placeKey = ({ scope, folder }: Place): string => `${scope ?? ""}/${folder ?? "*"}`;

/** The folders in use, by name, each with how many things are in it; those in none come last. */
export function foldersOf(items: readonly Kept[]): { folder: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { folder } of items) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts]
    .map(([folder, count]) => ({ folder, count }))
    .sort((a, b) => Number(a.folder === "") - Number(b.folder === "") || a.folder.localeCompare(b.folder));
}

/** Those in a place whose words hold all that is searched for. */
export function itemsIn<Item extends Kept>(items: readonly Item[], place: Place, query: string, wordsOf: (item: Item) => string): Item[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (place.scope && item.scope !== place.scope) return false;
    if (place.folder !== undefined && item.folder !== place.folder) return false;
    const words = wordsOf(item).toLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}
