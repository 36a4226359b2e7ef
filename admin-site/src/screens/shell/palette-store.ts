import type { LucideIcon } from "lucide-react";
import { createStore } from "../../shared/store.ts";

export interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Printed beside it, and in the list of shortcuts. */
  keys?: string;
  run: () => void;
}

interface PaletteState {
  open: boolean;
  /** The list of shortcuts is on show. */
  shortcuts: boolean;
  /** What the parts of the screen on show offer beyond the commands that are always there. */
  offered: readonly (readonly Command[])[];
}

export const paletteStore = createStore<PaletteState>({ open: false, shortcuts: false, offered: [] });

export const openPalette = () => paletteStore.set((state) => ({ ...state, open: true }));
export const closePalette = () => paletteStore.set((state) => ({ ...state, open: false }));
export const showShortcuts = (shortcuts: boolean) => paletteStore.set((state) => ({ ...state, shortcuts }));

/** Puts commands into the palette until the answer is called; several parts of a screen may do so at once. For an effect. */
export function registerCommands(commands: readonly Command[]): () => void {
  paletteStore.set((state) => ({ ...state, offered: [...state.offered, commands] }));
  return () => paletteStore.set((state) => ({ ...state, offered: state.offered.filter((each) => each !== commands) }));
}
