import type { ConversationView } from "@parlor/protocol";
import { createContext, useContext } from "react";

/** Which rows are chosen to do the same with all of them. Undefined: rows lead to their conversations. */
export interface Selection {
  has(id: string): boolean;
  toggle(view: ConversationView): void;
}

export const SelectionContext = createContext<Selection | undefined>(undefined);

export const useSelection = (): Selection | undefined => useContext(SelectionContext);
