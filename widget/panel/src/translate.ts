import type { VisitorLanguage } from "@parlor/protocol";
import type zhCN from "./locales/zh-CN.json";

/**
 * The catalogues are i18next's (JSON format 4: nested keys, `{{name}}`, plural suffixes), so that its tools read them.
 * The panel uses so little of i18next that these lines stand in for its 16 KB: https://www.i18next.com/misc/json-format
 */

type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

export type TextKey = Leaves<typeof zhCN>;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<VisitorLanguage, () => Promise<{ default: object }>> = {
  "zh-CN": () => import("./locales/zh-CN.json"),
  "zh-TW": () => import("./locales/zh-TW.json"),
  en: () => import("./locales/en.json"),
  ja: () => import("./locales/ja.json"),
};
let catalogue: object = {};

/** Before the first text is asked for. A panel speaks one language, so only that one is fetched. */
export async function loadCatalogue(language: VisitorLanguage): Promise<void> {
  catalogue = (await (CATALOGUES[language] ?? CATALOGUES.en)()).default;
}

/** Scripts that are written from right to left: the whole panel is mirrored. */
export const directionOf = (language: string) => (/^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr");

function find(catalogue: object, key: string): string | undefined {
  let found: unknown = catalogue;
  for (const part of key.split(".")) found = (found as Record<string, unknown> | undefined)?.[part];
  return typeof found === "string" ? found : undefined;
}

/** `words` are the company's own, by the catalogue's keys. */
export function translator(language: VisitorLanguage, words: Record<string, string> = {}): Translate {
  const plural = new Intl.PluralRules(language);
  const textOf = (key: string) => words[key] || find(catalogue, key);
  return (key, values = {}) => {
    const { count } = values;
    const text = (typeof count === "number" && textOf(`${key}_${plural.select(count)}`)) || textOf(key) || key;
    return text.replace(/{{(\w+)}}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
