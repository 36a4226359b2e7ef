import type { VisitorLanguage, WidgetStyle } from "@parlor/protocol";

/** A picture of the company's: an address of ours that always means the same bytes. */
export interface Asset {
  url: string;
  width: number;
  height: number;
}
export type ByLanguage = Partial<Record<VisitorLanguage, string>>;
export type Payment = "alipay" | "wechat_pay" | "unionpay" | "visa" | "mastercard" | "amex" | "paypal" | "jcb";

export interface Announcement {
  texts: ByLanguage;
  url?: string;
  /** Until when it is shown; milliseconds since 1970 UTC. */
  until?: number;
}

/** What the window shows of the company besides the conversation. */
export interface CompanyPanel {
  logo?: Asset;
  profile?: ByLanguage;
  agent_card?: boolean;
  announcement?: Announcement;
  advertisement?: { texts?: ByLanguage; picture?: Asset; url?: string };
  payments?: Payment[];
  tab?: { labels: ByLanguage; url: string };
  powered_by?: boolean;
}

export interface InvitationBox {
  place?: "center" | "corner" | "top";
  picture?: Asset;
  color?: string;
  delay_s?: number;
  titles?: ByLanguage;
  accept?: ByLanguage;
  later?: ByLanguage;
  never?: ByLanguage;
}

/** How the company wants the window to look, and what it shows in it. */
export interface Look extends Pick<WidgetStyle, "color" | "texts" | "company"> {
  quiet_minutes?: number;
  scheme?: "auto" | "light" | "dark";
  radius?: number;
  words?: Partial<Record<VisitorLanguage, Record<string, string>>>;
  panel?: CompanyPanel;
  invitation_box?: InvitationBox;
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
export function hasCompany({ panel }: Look): boolean {
  if (!panel) return false;
  const { profile, announcement, advertisement, payments, tab } = panel;
  return Boolean(hasTexts(profile) || announcement || advertisement || payments?.length || tab);
}

const hasTexts = (texts: ByLanguage | undefined) => Object.values(texts ?? {}).some((text) => text?.trim());
