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

/** Best first: by beginning of the shortcut, then by what it holds, then by title, then by text. */
export function findPhrases(phrases: readonly CannedPhrase[], query: string): CannedPhrase[] {
  const words = query.toLowerCase();
  const rank = (phrase: CannedPhrase): number => {
    const shortcut = phrase.shortcut.toLowerCase();
    if (shortcut.startsWith(words)) return 0;
    if (shortcut.includes(words)) return 1;
    if (phrase.title.toLowerCase().includes(words)) return 2;
    return phrase.text.toLowerCase().includes(words) ? 3 : 4;
  };
  return phrases
    .map((phrase) => ({ phrase, rank: rank(phrase) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map((each) => each.phrase);
}
