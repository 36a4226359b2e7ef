import { createStore, useStore } from "../../../shared/store.ts";

const KEY = "parlor.send-key";

/** Which key sends: Enter, with Shift Enter for a new line; or Ctrl Enter, with Enter for a new line. */
export type SendKey = "enter" | "ctrl-enter";

const store = createStore<SendKey>(localStorage.getItem(KEY) === "ctrl-enter" ? "ctrl-enter" : "enter");

export function chooseSendKey(key: SendKey): void {
  localStorage.setItem(KEY, key);
  store.set(key);
}

export const useSendKey = (): SendKey => useStore(store, (key) => key);

export function sends(event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">, key: SendKey): boolean {
  if (event.key !== "Enter" || event.shiftKey) return false;
  const control = event.ctrlKey || event.metaKey;
  return key === "ctrl-enter" ? control : true;
}
