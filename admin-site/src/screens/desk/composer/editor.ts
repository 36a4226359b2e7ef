import type { ListBlock, Paragraph } from "@parlor/protocol";
import type { Ref } from "react";

export type Body = (Paragraph | ListBlock)[];

/** What the composer's tools do with the field, whichever it is. */
export interface EditorHandle {
  focus(): void;
  /** Puts text at the caret, in the place of the `count` characters before it. */
  insert(text: string, count?: number): void;
}

export interface EditorProps {
  handle: Ref<EditorHandle>;
  label: string;
  placeholder: string;
  /** The text of the caret's line before the caret, on every change of either. */
  onCaret: (before: string) => void;
  /** Keys before the field sees them; true: dealt with. */
  onKey: (event: KeyboardEvent) => boolean;
  /** For the list of phrases: which one the arrows have chosen. */
  listId: string | undefined;
  activeId: string | undefined;
}
