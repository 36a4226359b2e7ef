import { createStore, useStore } from "../../shared/store.ts";

const PREFIX = "parlor.draft.";

function stored(): ReadonlyMap<string, string> {
  const drafts = new Map<string, string>();
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (key?.startsWith(PREFIX)) drafts.set(key.slice(PREFIX.length), localStorage.getItem(key) ?? "");
  }
  return drafts;
}

/** What is written and not sent, by conversation; survives a reload. */
const store = createStore<ReadonlyMap<string, string>>(stored());

export function draftOf(conversationId: string): string {
  return store.get().get(conversationId) ?? "";
}

export function keepDraft(conversationId: string, text: string): void {
  const drafts = new Map(store.get());
  if (text === "") {
    drafts.delete(conversationId);
    localStorage.removeItem(PREFIX + conversationId);
  } else {
    drafts.set(conversationId, text);
    try {
      localStorage.setItem(PREFIX + conversationId, text);
    } catch {
      // A full device costs the safety after a reload, not the writing.
    }
  }
  store.set(drafts);
}

export function useDraft(conversationId: string): string {
  return useStore(store, (drafts) => drafts.get(conversationId) ?? "");
}
