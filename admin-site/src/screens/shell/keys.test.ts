import { describe, expect, test, vi } from "vitest";

vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
const { chordOf, chordProblem, chordText, DEFAULT_KEYS } = await import("./keys.ts");

const press = (code: string, ...down: ("ctrlKey" | "metaKey" | "altKey" | "shiftKey")[]) => ({
  code,
  ctrlKey: down.includes("ctrlKey"),
  metaKey: down.includes("metaKey"),
  altKey: down.includes("altKey"),
  shiftKey: down.includes("shiftKey"),
});

describe("chords", () => {
  test("modifiers come in one order, and alone they are none", () => {
    expect(chordOf(press("KeyZ", "altKey"))).toBe("Alt+KeyZ");
    expect(chordOf(press("Digit1", "shiftKey", "ctrlKey"))).toBe("Ctrl+Shift+Digit1");
    expect(chordOf(press("KeyK", "metaKey"))).toBe("Ctrl+KeyK");
    expect(chordOf(press("AltLeft", "altKey"))).toBeUndefined();
  });

  test("they are printed as on the keys", () => {
    expect([chordText("Alt+KeyZ"), chordText("Ctrl+Shift+Digit1"), chordText("Alt+ArrowDown"), chordText("F8")]).toEqual([
      "Alt Z",
      "Ctrl Shift 1",
      "Alt ↓",
      "F8",
    ]);
  });

  test.each([
    ["KeyZ", "modifier"],
    ["Shift+KeyZ", "modifier"],
    ["Ctrl+KeyC", "taken"],
    ["Alt+KeyN", "used"],
    ["Alt+KeyZ", undefined],
    ["Alt+ArrowDown", undefined],
    ["F8", undefined],
  ])("%s for the next conversation: %s", (chord, problem) => {
    expect(chordProblem(chord, "next", DEFAULT_KEYS)).toBe(problem);
  });
});
