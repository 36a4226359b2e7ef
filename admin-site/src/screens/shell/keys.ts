import { createStore, useStore } from "../../shared/store.ts";

const KEY = "parlor.keys";

/** What can be put on other keys; each person's own, on this device. */
export type ShortcutName = "next" | "accept";
export const SHORTCUTS: readonly ShortcutName[] = ["next", "accept"];

/** Modifiers and a place on the keyboard (`KeyboardEvent.code`), because Alt changes what letters mean on some: `Alt+KeyZ`. */
export type Chord = string;

export const DEFAULT_KEYS: Readonly<Record<ShortcutName, Chord>> = { next: "Alt+KeyZ", accept: "Alt+KeyN" };
/** The browser's, the palette's, or needed to write. */
const TAKEN: ReadonlySet<Chord> = new Set(
  ["KeyK", "KeyC", "KeyV", "KeyX", "KeyA", "KeyZ", "KeyW", "KeyT", "KeyN", "KeyR", "KeyB", "KeyI", "Enter"].map((code) => `Ctrl+${code}`),
).add("Alt+F4");

type KeyPress = Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code">;

/** The chord that was pressed; undefined while only modifiers are down. On a Mac the command key is Ctrl. */
export function chordOf(event: KeyPress): Chord | undefined {
  if (!event.code || /^(Control|Shift|Alt|Meta|OS)/.test(event.code)) return undefined;
  const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : "", event.code];
  return parts.filter(Boolean).join("+");
}

const NAMES: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Backquote: "`",
  Minus: "-",
  Equal: "=",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Semicolon: ";",
  Quote: "'",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
};

/** As it is printed on keys: `Alt Z`. */
export function chordText(chord: Chord): string {
  return chord
    .split("+")
    .map((part) => NAMES[part] ?? part.replace(/^(Key|Digit)(?=.$)/, ""))
    .join(" ");
}

export type ChordProblem = "modifier" | "taken" | "used";

/** Why a chord cannot be used for a shortcut, if it cannot. */
export function chordProblem(chord: Chord, name: ShortcutName, keys: Readonly<Record<ShortcutName, Chord>>): ChordProblem | undefined {
  const functionKey = /^(Shift\+)?F\d+$/.test(chord);
  if (!functionKey && !/^(Ctrl|Alt)\+/.test(chord)) return "modifier";
  if (TAKEN.has(chord) || chord === "F5" || chord === "F12") return "taken";
  return SHORTCUTS.some((other) => other !== name && keys[other] === chord) ? "used" : undefined;
}

function stored(): Record<ShortcutName, Chord> {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<ShortcutName, Chord>>;
    return { ...DEFAULT_KEYS, ...value };
  } catch {
    return { ...DEFAULT_KEYS };
  }
}

const store = createStore<Record<ShortcutName, Chord>>(stored());

export const keys = (): Readonly<Record<ShortcutName, Chord>> => store.get();

export function changeKeys(change: Partial<Record<ShortcutName, Chord>>): void {
  store.set((before) => ({ ...before, ...change }));
  localStorage.setItem(KEY, JSON.stringify(store.get()));
}

export function useKeys(): Readonly<Record<ShortcutName, Chord>> {
  return useStore(store, (value) => value);
}
