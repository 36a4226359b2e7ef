import type { Entry, Message } from "@parlor/protocol";
import { createContext, useContext } from "react";
import type { LogView } from "./subject.ts";

/** What the parts of a log need to know of it. */
export interface LogContext {
  view: LogView;
  agentId: string;
  /** The entry at a place, if it is loaded. */
  entryAt(seq: number): Entry | undefined;
  /** Shows a place; what is before the log's beginning is loaded for it. */
  jump(seq: number): void;
  /** Absent where nothing can be written. */
  quote?: ((entry: Message) => void) | undefined;
  /** Takes the words of one of our recalled messages back into the composer. */
  editAgain?: ((entry: Message) => void) | undefined;
  /** Shows a picture large, with the others of the conversation beside it. */
  showImage(fileId: string): void;
  /** What is searched for, to be marked. */
  words: string;
  readMarks: boolean;
  mayRecall: boolean;
}

const Context = createContext<LogContext | null>(null);

export const LogProvider = Context.Provider;

export function useLog(): LogContext {
  const context = useContext(Context);
  if (!context) throw new Error("outside a log");
  return context;
}
