/** Texts by key, on the host page, first-party. Keys that begin with `tab:` end with the tab, the others stay. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, value: string | null): void;
  list(prefix: string): Record<string, string>;
  /** The key of ours that a `storage` event is about, if it is. */
  keyOf(event: StorageEvent): string | undefined;
}

/** A browser that keeps nothing (blocked, private, full) costs memory across pages, nothing else. */
export function createStore(tenant: string): Store {
  const ours = `parlor:${tenant}:`;
  const device = usable("localStorage");
  const tab = usable("sessionStorage");
  const area = (key: string) => (key.startsWith("tab:") ? tab : device);
  const keyOf = (key: string | null) => (key?.startsWith(ours) ? key.slice(ours.length) : undefined);
  return {
    get: (key) => area(key)[ours + key],
    set(key, value) {
      try {
        if (value === null) delete area(key)[ours + key];
        else area(key)[ours + key] = value;
      } catch {
        // Full since we looked.
      }
    },
    list(prefix) {
      const found: Record<string, string> = {};
      for (const [name, value] of Object.entries(area(prefix))) {
        const key = keyOf(name);
        if (key?.startsWith(prefix)) found[key] = value;
      }
      return found;
    },
    keyOf: (event) => keyOf(event.key),
  };
}

function usable(name: "localStorage" | "sessionStorage"): Record<string, string> {
  try {
    const storage = window[name];
    storage.parlor = "";
    delete storage.parlor;
    return storage;
  } catch {
    return {};
  }
}
