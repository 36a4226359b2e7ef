import type { Language } from "@parlor/protocol";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type zhManage from "../locales/manage/zh-CN.json";
import type zh from "../locales/zh-CN.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof zh & typeof zhManage };
    returnNull: false;
  }
}

const KEY = "parlor.language";

/** Each catalogue is a chunk of its own: only the language that is shown is loaded, and the management centre's words with it. */
const catalogues = {
  desk: { "zh-CN": () => import("../locales/zh-CN.json"), en: () => import("../locales/en.json") },
  manage: { "zh-CN": () => import("../locales/manage/zh-CN.json"), en: () => import("../locales/manage/en.json") },
} satisfies Record<string, Record<Language, () => Promise<{ default: object }>>>;

type Part = keyof typeof catalogues;
const wanted = new Set<Part>(["desk"]);
const loaded = new Set<string>();

function preferred(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

async function load(language: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => loadPart(part, language)));
}

async function loadPart(part: Part, language: Language): Promise<void> {
  if (loaded.has(`${part} ${language}`)) return;
  const { default: catalogue } = await catalogues[part][language]();
  i18next.addResourceBundle(language, "translation", catalogue, true);
  loaded.add(`${part} ${language}`);
}

/** The words of the management centre, before one of its screens is shown. */
export async function loadManagement(): Promise<void> {
  wanted.add("manage");
  await load(currentLanguage());
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
