import type { Mode } from "@parlor/design";
import { aliases, components, palette } from "@parlor/design/antd";
import { theme as antd, type ThemeConfig } from "antd";
import { createStore, useStore } from "./store.ts";

const KEY = "parlor.theme";

/** What the person chose; `system` follows the device. */
export type ThemeChoice = "system" | Mode;

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

const modeOf = (choice: ThemeChoice): Mode => (choice === "system" ? (dark.matches ? "dark" : "light") : choice);

const store = createStore({ choice: stored(), mode: modeOf(stored()) });

function show(choice: ThemeChoice): void {
  const mode = modeOf(choice);
  document.documentElement.dataset.theme = mode;
  store.set({ choice, mode });
}

dark.addEventListener("change", () => show(store.get().choice));
show(store.get().choice);

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  show(choice);
}

export function useTheme(): { choice: ThemeChoice; mode: Mode } {
  return useStore(store, (state) => state);
}

/** Ant Design in our roles. Its own palette is derived first and then overruled. */
export function antdTheme(mode: Mode): ThemeConfig {
  const base = mode === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm;
  return {
    algorithm: [base, (_seed, map) => ({ ...(map ?? base(_seed)), ...palette[mode] })],
    token: aliases[mode],
    components: components[mode],
  };
}
