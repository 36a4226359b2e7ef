/** What becomes of some keys; undefined: the key is gone. */
export type Changes<V> = ReadonlyMap<string, V | undefined>;

/**
 * A map in versions. A change makes a new version and leaves the old ones as they were, yet copies nothing: the newest version holds
 * the map, and an older one knows only what it had in place of the next. Thousands of visitors stand in it and hundreds change each
 * second. Reading an old version costs more the older it is.
 */
export class Versions<V> {
  #map: Map<string, V>;
  #size: number;
  #instead: Changes<V> | undefined;
  #next: Versions<V> | undefined;

  constructor(entries?: Iterable<readonly [string, V]>) {
    this.#map = new Map(entries);
    this.#size = this.#map.size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    let version: Versions<V> = this;
    while (version.#next) {
      if (version.#instead?.has(key)) return version.#instead.get(key);
      version = version.#next;
    }
    return version.#map.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  keys(): Iterable<string> {
    return this.#whole().keys();
  }

  values(): Iterable<V> {
    return this.#whole().values();
  }

  /** The next version; this one if nothing changes. */
  with(changes: Changes<V>): Versions<V> {
    const map = this.#whole();
    const instead = new Map<string, V | undefined>();
    for (const [key, value] of changes) {
      const old = map.get(key);
      if (old === value) continue;
      instead.set(key, old);
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
    if (instead.size === 0) return this;
    const next = new Versions<V>();
    next.#map = map;
    next.#size = map.size;
    if (map === this.#map) {
      this.#instead = instead;
      this.#next = next;
    }
    return next;
  }

  /** The keys that may stand differently in a later version; undefined: it did not come from this one. */
  changedUntil(later: Versions<V>): ReadonlySet<string> | undefined {
    const changed = new Set<string>();
    let version: Versions<V> = this;
    while (version !== later) {
      if (!version.#next || !version.#instead) return undefined;
      for (const key of version.#instead.keys()) changed.add(key);
      version = version.#next;
    }
    return changed;
  }

  /** The newest version's own map, or a copy as it was. */
  #whole(): Map<string, V> {
    if (!this.#next) return this.#map;
    const before: Versions<V>[] = [];
    let newest: Versions<V> = this;
    for (; newest.#next; newest = newest.#next) before.push(newest);
    const map = new Map(newest.#map);
    for (const version of before.reverse()) {
      for (const [key, value] of version.#instead ?? []) {
        if (value === undefined) map.delete(key);
        else map.set(key, value);
      }
    }
    return map;
  }
}
