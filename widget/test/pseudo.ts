import { readFileSync } from "node:fs";
import type { VisitorLanguage } from "@parlor/protocol";
import type { Page } from "playwright-core";

/** A language that nobody speaks and nothing ships: English letters that are written from right to left, a third longer. */
export const PSEUDO = "ar-XB" as VisitorLanguage;

/** The panel falls back to English for it; this page gets that catalogue turned round. */
export async function mirrored(page: Page): Promise<void> {
  const english: unknown = JSON.parse(readFileSync(new URL("../panel/src/locales/en.json", import.meta.url), "utf8"));
  const body = `export default ${JSON.stringify(english, (_, value: unknown) => (typeof value === "string" ? turned(value) : value))}`;
  await page.route(/assets\/en-[^/]*\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body }));
}

function turned(text: string): string {
  // U+202E … U+202C: from right to left, whatever the letters are.
  return text
    .split(/({{\w+}})/)
    .map((part) => (/^{{|^$/.test(part) ? part : `\u202e${part}${"~".repeat(Math.ceil(part.length / 3))}\u202c`))
    .join("");
}
