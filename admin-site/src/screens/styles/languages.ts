import type { VisitorLanguage } from "@parlor/protocol";

export const LANGUAGES: readonly VisitorLanguage[] = ["zh-CN", "zh-TW", "en", "ja"];
export const LANGUAGE_NAMES: Record<VisitorLanguage, string> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English", ja: "日本語" };
/** For where there is little room. */
export const LANGUAGE_SIGNS: Record<VisitorLanguage, string> = { "zh-CN": "简", "zh-TW": "繁", en: "EN", ja: "日" };

type Texts = Record<string, string>;

/** A map of texts with one of them changed; an empty text leaves it. */
export function withText(texts: Texts | undefined, key: string, text: string): Texts {
  const { [key]: _, ...others } = texts ?? {};
  return text ? { ...others, [key]: text } : others;
}
