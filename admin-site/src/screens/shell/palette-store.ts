import type { LucideIcon } from "lucide-react";
import { createStore } from "../../shared/store.ts";

export interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  /** Printed beside it. */
  keys?: string;
  run: () => void;
}

interface PaletteState {
  open: boolean;
  /** What the screen on show offers beyond the commands that are always there. */
  screen: readonly Command[];
}

export const paletteStore = createStore<PaletteState>({ open: false, screen: [] });

export const openPalette = () => paletteStore.set((state) => ({ ...state, open: true }));
export const closePalette = () => paletteStore.set((state) => ({ ...state, open: false }));
export const offerCommands = (screen: readonly Command[]) => paletteStore.set((state) => ({ ...state, screen }));
