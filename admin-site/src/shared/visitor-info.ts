import type { Device, Place, Source, VisitorView } from "@parlor/protocol";
import i18next, { type TFunction } from "i18next";
import type zh from "../locales/zh-CN.json";

/** What the server has found out of a visitor, in words. */

type Brand = keyof typeof zh.visitor.brand;

/** Engines and networks have a name in each language; hosts and campaigns are called as they are. */
export function sourceName(t: TFunction, source: Source): string {
  const { kind, name = "", campaign } = source;
  if (kind === "direct") return t("visitor.direct");
  if (kind === "campaign") return [...new Set([campaign?.source, campaign?.name])].filter(Boolean).join(" / ") || name;
  const known = (kind === "search" || kind === "social") && i18next.exists(`visitor.brand.${name}`);
  return known ? t(`visitor.brand.${name as Brand}`) : name;
}

/** "domain" or "engine (keyword)"; nothing when no page was seen yet. */
export function sourceText(t: TFunction, source: Source | undefined): string {
  if (!source) return "";
  const name = sourceName(t, source);
  return source.keyword ? t("visitor.engine", { engine: name, keyword: source.keyword }) : name;
}

/** The campaign's parts as its makers named them. */
export function campaignText({ campaign }: Source): string {
  return [campaign?.source, campaign?.medium, campaign?.name, campaign?.term, campaign?.content].filter(Boolean).join(" · ");
}

export function deviceText(t: TFunction, device: Device | undefined): string {
  return device ? [t(`visitor.device.${device.kind}`), device.system, device.browser].filter(Boolean).join(" · ") : "";
}

export const HOME = "中国";

/** Province and city in China, the country elsewhere. */
export function placeText(place: Place | undefined, language: string): string {
  if (!place) return "";
  const within = [place.province, place.city].filter(Boolean).join(" ");
  return within || countryName(place.country, language);
}

/** What stands behind a short place: the whole of it, and the address. */
export function wholePlace({ place, ip }: Pick<VisitorView, "place" | "ip">, language: string): string {
  const country = place?.country === HOME && place.province ? countryName(place.country, language) : undefined;
  return [country, placeText(place, language), ip].filter(Boolean).join(" · ");
}

let codes: Map<string, string> | undefined;

/** The server's places are named in Chinese; the browser knows every country in every language. */
export function countryName(name: string, language: string): string {
  if (language.startsWith("zh")) return name;
  codes ??= new Map(regionCodes().flatMap((code) => chineseNames(code).map((each) => [each, code] as const)));
  const code = codes.get(name);
  return (code && new Intl.DisplayNames(language, { type: "region" }).of(code)) || name;
}

/** Codes that stand for no country, or for one of our provinces. */
const NO_COUNTRY = ["CN", "HK", "MO", "TW", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"];

/** All countries but our own, by the names that the server uses. */
export function countries(): string[] {
  const codes = regionCodes().filter((code) => !NO_COUNTRY.includes(code));
  return [...new Set(codes.flatMap(chineseNames))];
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const regionCodes = () => LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
const chineseNames = (code: string) => {
  const name = new Intl.DisplayNames("zh-CN", { type: "region", fallback: "none" }).of(code);
  return name ? [name] : [];
};

/** The path of an address, for a link's text; what cannot be decoded stays as it is. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  try {
    return decodeURI(pathname) + search;
  } catch {
    return pathname + search;
  }
}
