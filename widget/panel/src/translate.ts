import type { WidgetLanguage } from "../../shared/port";
import en from "./locales/en.json";
import zhCN from "./locales/zh-CN.json";

/**
 * The catalogues are i18next's (JSON format 4: nested keys, `{{name}}`, plural suffixes), so that its tools read them.
 * The panel uses so little of i18next that these lines stand in for its 16 KB: https://www.i18next.com/misc/json-format
 */

type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

export type TextKey = Leaves<typeof zhCN>;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<WidgetLanguage, object> = { "zh-CN": zhCN, en };

function find(catalogue: object, key: string): string | undefined {
  let found: unknown = catalogue;
  for (const part of key.split(".")) found = (found as Record<string, unknown> | undefined)?.[part];
  return typeof found === "string" ? found : undefined;
}

export function translator(language: WidgetLanguage): Translate {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const { count } = values;
    const catalogue = CATALOGUES[language];
    const text = (typeof count === "number" && find(catalogue, `${key}_${plural.select(count)}`)) || find(catalogue, key) || key;
    return text.replace(/{{(\w+)}}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
