import type { Attachment, ListBlock, PageCard, Paragraph } from "@parlor/protocol";
import { createStore, useStore } from "../../shared/store.ts";

const PREFIX = "parlor.draft.";

/** What goes along with the words. `upload` is under way, or was when the page was left. */
export type DraftPart = { key: string } & (
  | { kind: "file"; file: Attachment }
  | { kind: "upload"; name: string }
  | { kind: "page"; page: PageCard }
  | { kind: "form"; formId: string; title: string }
  | { kind: "survey" }
);

/** What is written and not sent. */
export interface Draft {
  /** The words, also of a formatted draft. */
  text: string;
  /** Set while the agent writes with formatting. */
  body?: (Paragraph | ListBlock)[];
  /** The place of the message that is answered. */
  quote?: number;
  parts?: DraftPart[];
  /** It is a private note, not an answer. */
  note?: true;
}

const EMPTY: Draft = { text: "" };
const NO_PARTS: readonly DraftPart[] = [];

function stored(): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (!key?.startsWith(PREFIX)) continue;
    try {
      const draft = JSON.parse(localStorage.getItem(key) ?? "") as Partial<Draft> | null;
      if (draft && typeof draft.text === "string") drafts.set(key.slice(PREFIX.length), { ...draft, text: draft.text });
    } catch {
      // Not ours.
    }
  }
  return drafts;
}

/** By conversation; survives a reload. */
const store = createStore<ReadonlyMap<string, Draft>>(stored());

const isEmpty = ({ text, body, quote, parts, note }: Draft) => text === "" && !body && quote === undefined && !parts?.length && !note;

export function draftOf(id: string): Draft {
  return store.get().get(id) ?? EMPTY;
}

/** Changes a draft; a part that becomes undefined goes. */
export function changeDraft(id: string, change: { [Key in keyof Draft]?: Draft[Key] | undefined }): void {
  const draft = Object.fromEntries(
    Object.entries({ ...draftOf(id), ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as Draft;
  const drafts = new Map(store.get());
  if (isEmpty(draft)) {
    drafts.delete(id);
    localStorage.removeItem(PREFIX + id);
  } else {
    drafts.set(id, draft);
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify(draft));
    } catch {
      // A full device costs the safety after a reload, not the writing.
    }
  }
  store.set(drafts);
}

/** Only the words, for drafts that have nothing else. */
export function keepDraft(id: string, text: string): void {
  changeDraft(id, { text });
}

export function addPart(id: string, part: DraftPart): void {
  changeDraft(id, { parts: [...(draftOf(id).parts ?? []), part] });
}

/** Puts another part in the place of one, or nothing. */
export function replacePart(id: string, key: string, part?: DraftPart): void {
  const parts = (draftOf(id).parts ?? []).flatMap((each) => (each.key === key ? (part ? [part] : []) : [each]));
  changeDraft(id, { parts: parts.length > 0 ? parts : undefined });
}

export function useWholeDraft(id: string): Draft {
  return useStore(store, (drafts) => drafts.get(id) ?? EMPTY);
}

export function useDraft(id: string): string {
  return useStore(store, (drafts) => drafts.get(id)?.text ?? "");
}

export function useDraftParts(id: string): readonly DraftPart[] {
  return useStore(store, (drafts) => drafts.get(id)?.parts ?? NO_PARTS);
}
