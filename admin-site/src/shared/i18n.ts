import type { Language } from "@parlor/protocol";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type zh from "../locales/zh-CN.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof zh };
    returnNull: false;
  }
}

const KEY = "parlor.language";

/** Each catalogue is a chunk of its own: only the language that is shown is loaded. */
const catalogues = {
  "zh-CN": () => import("../locales/zh-CN.json"),
  en: () => import("../locales/en.json"),
} satisfies Record<Language, () => Promise<{ default: object }>>;

function preferred(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const { default: catalogue } = await catalogues[language]();
  i18next.addResourceBundle(language, "translation", catalogue);
}

function show(language: Language): void {
  document.documentElement.lang = language;
}

export async function startI18n(): Promise<void> {
  const language = preferred();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  await i18next.changeLanguage(language);
  show(language);
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await load(language);
  await i18next.changeLanguage(language);
  show(language);
}

export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "zh-CN";
}
