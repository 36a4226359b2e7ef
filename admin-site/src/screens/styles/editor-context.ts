import type { CompanyPanel, InvitationBox, StyleDraft, VisitorLanguage } from "@parlor/protocol";
import { createContext, useContext } from "react";
import type { Parts } from "./keeper.ts";

/** What all tabs of the editor share. */
export interface Editor {
  style: StyleDraft;
  parts: Parts;
  change: (change: Partial<Parts>) => void;
  /** The language whose texts are edited and shown. */
  language: VisitorLanguage;
  setLanguage: (language: VisitorLanguage) => void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("outside the editor");
  return editor;
}

/** The company's panel, and how to change a part of it. */
export function useCompanyPanel(): [CompanyPanel, (part: Partial<CompanyPanel>) => void] {
  const { parts, change } = useEditor();
  const panel = parts.panel ?? {};
  return [panel, (part) => change({ panel: { ...panel, ...part } })];
}

export function useInvitationBox(): [InvitationBox, (part: Partial<InvitationBox>) => void] {
  const { parts, change } = useEditor();
  const box = parts.invitation_box ?? {};
  return [box, (part) => change({ invitation_box: { ...box, ...part } })];
}
