import type { CannedPhrase } from "@parlor/protocol";

export const COLUMNS = ["folder", "shortcut", "title", "text"] as const;
/** Spreadsheets take a cell that begins so for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  if (FORMULA.test(text)) return `"'${text.replaceAll('"', '""')}"`;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table that spreadsheets open as it is meant: told that it is UTF-8, and with nothing in it that they would calculate. */
export function phrasesCsv(phrases: readonly Pick<CannedPhrase, (typeof COLUMNS)[number]>[]): string {
  const rows = [COLUMNS.join(","), ...phrases.map((phrase) => COLUMNS.map((name) => cell(phrase[name])).join(","))];
  return `\ufeff${rows.join("\r\n")}\r\n`;
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

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
