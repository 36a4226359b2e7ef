import type { CannedPhrase } from "@parlor/protocol";
import { csvOf } from "../../shared/csv.ts";

export const COLUMNS = ["folder", "shortcut", "title", "text"] as const;
/** A table that spreadsheets open as it is meant: told that it is UTF-8, and with nothing in it that they would calculate. */
export function phrasesCsv(phrases: readonly Pick<CannedPhrase, (typeof COLUMNS)[number]>[]): string {
  return csvOf([COLUMNS, ...phrases.map((phrase) => COLUMNS.map((name) => phrase[name]))]);
}

/** Takes the mark away that our own export puts before what looks like a formula. */
export function withoutGuards(csv: string): string {
  return csv.replace(/(^|[,;\t\r\n])"'(?=[=+\-@\t\r])/g, '$1"');
}

/** The text of a file: UTF-8, or what spreadsheets in Chinese save by themselves. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
