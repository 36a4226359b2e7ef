import type { VisitorLanguage } from "@parlor/protocol";

/** The languages that visitors are spoken to in, each by its own name. */
export const VISITOR_LANGUAGES: Record<VisitorLanguage, string> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English", ja: "日本語" };
