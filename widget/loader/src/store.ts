/** Texts by key, on the host page, first-party. Keys that begin with `tab:` end with the tab, the others stay. */
export interface Store {
  /** While it is shut, nothing is stored. It is opened when there is a visit. */
  shut: boolean;
  get(key: string): string | undefined;
  set(key: string, value: string | null): void;
  /** Where a key lies, among what is not ours. */
  area(key: string): Record<string, string>;
  /** Our key by its name in the storage, if it is one of ours. */
  keyOf(name: string | null): string | undefined;
}

/** A browser that keeps nothing (blocked, private, full) costs memory across pages, nothing else. */
export function createStore(tenant: string): Store {
  const ours = `parlor:${tenant}:`;
  const areas = { localStorage: area("localStorage"), sessionStorage: area("sessionStorage") };
  const nameOf = (key: string) => (key.startsWith("tab:") ? "sessionStorage" : "localStorage");
  const keyOf = (key: string | null) => (key?.startsWith(ours) ? key.slice(ours.length) : undefined);
  return {
    shut: true,
    get: (key) => areas[nameOf(key)][ours + key],
    set(key, value) {
      if (this.shut) return;
      const name = nameOf(key);
      try {
        if (value === null) delete areas[name][ours + key];
        else areas[name][ours + key] = value;
      } catch {
        // Full, or for reading only: from now on this page remembers for itself.
        areas[name] = { ...areas[name] };
        this.set(key, value);
      }
    },
    area: (key) => areas[nameOf(key)],
    keyOf,
  };
}

function area(name: "localStorage" | "sessionStorage"): Record<string, string> {
  try {
    return window[name] ?? {};
  } catch {
    return {};
  }
}
