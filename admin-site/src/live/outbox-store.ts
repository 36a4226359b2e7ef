import type { OutboxStore, TryLock } from "@parlor/protocol";

/** Unsent messages in the browser's storage, so that a reload or a crash does not lose them. */
export const localOutboxStore: OutboxStore = {
  async list(prefix) {
    const found: Record<string, string> = {};
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key?.startsWith(prefix)) found[key] = localStorage.getItem(key) ?? "";
    }
    return found;
  },
  async apply(changes) {
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    }
  },
};

/** Holds a named lock until this tab ends. Undefined where the browser has no locks (an insecure address). */
export const tabLock: TryLock | undefined =
  typeof navigator !== "undefined" && navigator.locks
    ? (name) =>
        new Promise((answer) => {
          void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
            answer(lock !== null);
            return lock ? new Promise<void>(() => undefined) : undefined;
          });
        })
    : undefined;
