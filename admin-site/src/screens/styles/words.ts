import { LAUNCHER_WORDS, type StyleTexts, type VisitorLanguage } from "@parlor/protocol";
import { queryOptions } from "@tanstack/react-query";

/** The texts of the visitors' window, as they come with it. Each is fetched only when it is looked at. */
const CATALOGUES: Record<VisitorLanguage, () => Promise<{ default: object }>> = {
  "zh-CN": () => import("../../../../widget/panel/src/locales/zh-CN.json"),
  "zh-TW": () => import("../../../../widget/panel/src/locales/zh-TW.json"),
  en: () => import("../../../../widget/panel/src/locales/en.json"),
  ja: () => import("../../../../widget/panel/src/locales/ja.json"),
};

export interface Word {
  key: string;
  /** The first step of its key, or `general`. */
  group: string;
  text: string;
}

/** These have fields of their own in the style. */
const ELSEWHERE: readonly string[] = ["title", "welcome", "warning"];

/** The leaves of a catalogue in their order, grouped: what stands alone comes first. */
export function wordsOf(catalogue: object): Word[] {
  const leaves = (value: object, path: string): Word[] =>
    Object.entries(value).flatMap(([name, each]): Word[] => {
      const key = path + name;
      if (typeof each !== "string") return leaves(each as object, `${key}.`);
      return ELSEWHERE.includes(key) ? [] : [{ key, group: path ? (path.split(".")[0] ?? "") : "general", text: each }];
    });
  const found = leaves(catalogue, "");
  return [...found.filter((word) => word.group === "general"), ...found.filter((word) => word.group !== "general")];
}

/** What the window says in a language of itself. */
export interface PanelWords {
  words: readonly Word[];
  /** What it says where the style has texts of its own. */
  defaults: Required<StyleTexts>;
}

export async function loadWords(language: VisitorLanguage): Promise<PanelWords> {
  const catalogue = (await CATALOGUES[language]()).default as { title: string; welcome: string; warning: string; form: { intro: string } };
  const { title, welcome, warning, form } = catalogue;
  return {
    words: wordsOf(catalogue),
    defaults: { title, launcher: LAUNCHER_WORDS[language].label, welcome, warning, offline: form.intro },
  };
}

export const panelWordsQuery = (language: VisitorLanguage) =>
  queryOptions({ queryKey: ["panel-words", language], queryFn: () => loadWords(language), staleTime: Number.POSITIVE_INFINITY });

/** Those whose key, text or own text holds what was asked for. */
export function matching(words: readonly Word[], own: Readonly<Record<string, string>>, query: string): Word[] {
  const wanted = query.trim().toLowerCase();
  return words.filter((word) => `${word.key}\n${word.text}\n${own[word.key] ?? ""}`.toLowerCase().includes(wanted));
}

/** Places of a text that are filled in, like `{{name}}`, which its own text leaves out. */
export function missingPlaces(text: string, own: string): string[] {
  return [...new Set(text.match(/{{\w+}}/g) ?? [])].filter((place) => !own.includes(place));
}
