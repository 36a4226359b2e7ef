import type { CannedPhrase } from "@parlor/protocol";

/** The `/` that opens the phrases, before the caret: at the beginning or after a space. */
const OPENING = /(?:^|\s)\/(\S{0,20})$/;

/** What is searched for and where it stands in the text, if the caret is behind a `/`. */
export function cannedQuery(text: string, caret: number): { query: string; from: number } | undefined {
  const match = OPENING.exec(text.slice(0, caret));
  if (!match) return undefined;
  const query = match[1] ?? "";
  return { query, from: caret - query.length - 1 };
}

/** How well something fits what is searched for; lower is better, undefined not at all. */
function fit(query: string, texts: readonly string[]): number | undefined {
  const words = query.toLowerCase();
  const at = texts.findIndex((text) => text.toLowerCase().includes(words));
  if (at < 0) return undefined;
  return texts[at]?.toLowerCase().startsWith(words) ? at : at + 0.5;
}

/**
 * Those that hold the query in shortcut, title, text or folder: the one whose shortcut it is, then those used most, then
 * those that fit best.
 */
export function findPhrases(phrases: readonly CannedPhrase[], query: string): CannedPhrase[] {
  const exact = (phrase: CannedPhrase) => query !== "" && phrase.shortcut.toLowerCase() === query.toLowerCase();
  return phrases
    .map((phrase) => ({ phrase, fit: fit(query, [phrase.shortcut, phrase.title, phrase.text, phrase.folder]) }))
    .filter((each): each is { phrase: CannedPhrase; fit: number } => each.fit !== undefined)
    .sort((a, b) => Number(exact(b.phrase)) - Number(exact(a.phrase)) || (b.phrase.uses ?? 0) - (a.phrase.uses ?? 0) || a.fit - b.fit)
    .map((each) => each.phrase);
}

/** Things with a title, an address or a name, and a folder; best fit first. */
export function findTitled<T extends { title: string; folder: string }>(
  items: readonly T[],
  query: string,
  more: (item: T) => string,
): T[] {
  return items
    .map((item) => ({ item, fit: fit(query, [item.title, more(item), item.folder]) }))
    .filter((each): each is { item: T; fit: number } => each.fit !== undefined)
    .sort((a, b) => a.fit - b.fit)
    .map((each) => each.item);
}

export interface PhraseWords {
  visitor: string;
  agent: string;
  company: string;
  number: string;
}

/** A phrase with its variables filled in; a word in brackets that is none stays. */
export function filled(text: string, words: PhraseWords): string {
  return text.replace(/\{(visitor|agent|company|number)\}/g, (_, name: keyof PhraseWords) => words[name]);
}

/** The folders of some items, in the order of the alphabet. */
export function foldersOf(items: readonly { folder: string }[]): string[] {
  return [...new Set(items.map((item) => item.folder).filter((folder) => folder !== ""))].sort((a, b) => a.localeCompare(b));
}
