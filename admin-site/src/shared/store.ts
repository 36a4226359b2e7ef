import { useRef, useSyncExternalStore } from "react";

/** A value with listeners. The smallest thing that React can follow. */
export interface Store<State> {
  get(): State;
  /** Listeners are told only when the state is another object. */
  set(next: State | ((state: State) => State)): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next) {
      const value = typeof next === "function" ? (next as (state: State) => State)(state) : next;
      if (Object.is(value, state)) return;
      state = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sameItems(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, i) => Object.is(item, b[i]));
}

/** Follows what `select` takes from the store. A list of the same items counts as the same list. */
export function useStore<State, Selected>(store: Store<State>, select: (state: State) => Selected): Selected {
  const last = useRef<{ value: Selected } | null>(null);
  const snapshot = () => {
    const value = select(store.get());
    if (last.current && sameItems(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  };
  return useSyncExternalStore(store.subscribe, snapshot);
}
