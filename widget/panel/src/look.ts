import type { StyleFile, VisitorLanguage } from "@parlor/protocol";

export type { Announcement, Asset, CompanyPanel, InvitationBox, Payment } from "@parlor/protocol";
export type ByLanguage = Partial<Record<VisitorLanguage, string>>;

/** How the company wants the window to look, and what it shows in it. */
export interface Look
  extends Pick<StyleFile, "color" | "texts">,
    Partial<Pick<StyleFile, "quiet_minutes" | "scheme" | "radius" | "words" | "panel" | "invitation_box">> {
  company: string;
}

/** The text in a language, else in the other Chinese, else in English, else in whichever there is. */
export function inLanguage(texts: ByLanguage | undefined, language: VisitorLanguage): string {
  if (!texts) return "";
  const other = { "zh-CN": "zh-TW", "zh-TW": "zh-CN" }[language as string] as VisitorLanguage | undefined;
  const order = [language, ...(other ? [other] : []), "en", "zh-CN", "zh-TW", "ja"] as const;
  return order.map((each) => texts[each]).find((text) => text?.trim()) ?? "";
}

/** Only where a person may be led to. */
export const webAddress = (url: string | undefined) => (url && /^https?:\/\//i.test(url) ? url : undefined);

/** The company has more to show than the conversation; drawn by parts/company.tsx, which is fetched only then. */
export function hasCompany({ panel }: Pick<Look, "panel">): boolean {
  if (!panel) return false;
  const { profile, announcement, advertisement, payments, tab } = panel;
  return Boolean(hasTexts(profile) || announcement || advertisement || payments?.length || tab);
}

const hasTexts = (texts: ByLanguage | undefined) => Object.values(texts ?? {}).some((text) => text?.trim());
