import { TONES } from "./tokens.ts";

/** One of the avatar tones 1 … 5, always the same for an id (FNV-1a, so that neighbouring ULIDs differ). */
export function toneOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash ^= id.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % TONES) + 1;
}

const CJK = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** What stands in a picture made of initials: `陈映秋` → `陈`, `Chen Yingqiu` → `CY`, `V-20417` → `V`. */
export function initialsOf(name: string): string {
  const trimmed = name.trim();
  const first = [...trimmed][0] ?? "";
  if (first === "" || CJK.test(first)) return first;
  if (/^[A-Z]+-?\d+$/i.test(trimmed)) return first.toUpperCase();
  const words = trimmed.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0] ?? trimmed];
  return letters.map((word) => ([...(word ?? "")][0] ?? "").toUpperCase()).join("");
}
