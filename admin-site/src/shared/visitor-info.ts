/** What can be read out of a visitor's referrer and browser name. */

export type Source = { kind: "direct" } | { kind: "site"; host: string } | { kind: "engine"; engine: string; keyword: string | undefined };

/** Search engines by a part of their host, and the parameter that holds the words, where the engine still tells them. */
const ENGINES: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/(^|\.)baidu\.com$/, "百度", ["wd", "word"]],
  [/(^|\.)(so|haosou)\.com$/, "360", ["q"]],
  [/(^|\.)sogou\.com$/, "搜狗", ["query", "keyword"]],
  [/(^|\.)sm\.cn$/, "神马", ["q"]],
  [/(^|\.)google\.[a-z.]+$/, "Google", ["q"]],
  [/(^|\.)bing\.com$/, "Bing", ["q"]],
  [/(^|\.)yahoo\.[a-z.]+$/, "Yahoo", ["p"]],
  [/(^|\.)duckduckgo\.com$/, "DuckDuckGo", ["q"]],
  [/(^|\.)yandex\.[a-z.]+$/, "Yandex", ["text"]],
];

/** Where a visit came from. A referrer of the site itself is no source. */
export function sourceOf(referrer: string | undefined, pageUrl: string | undefined): Source {
  if (!referrer || !URL.canParse(referrer)) return { kind: "direct" };
  const { hostname, searchParams } = new URL(referrer);
  if (hostname === "" || (pageUrl && URL.canParse(pageUrl) && new URL(pageUrl).hostname === hostname)) return { kind: "direct" };
  for (const [host, engine, parameters] of ENGINES) {
    if (!host.test(hostname)) continue;
    const keyword = parameters.map((name) => searchParams.get(name)).find((words) => words);
    return { kind: "engine", engine, keyword: keyword ?? undefined };
  }
  return { kind: "site", host: hostname.replace(/^www\./, "") };
}

export interface Device {
  kind: "phone" | "tablet" | "computer";
  system: string | undefined;
  browser: string | undefined;
}

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPad|iPod/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];
/** In this order: most browsers also claim to be the ones further down. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, "微信"],
  [/QQBrowser/, "QQ"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser/, "Samsung"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

export function deviceOf(userAgent: string | undefined): Device | undefined {
  if (!userAgent) return undefined;
  const tablet = /iPad|Tablet/.test(userAgent) || (/Android/.test(userAgent) && !/Mobile/.test(userAgent));
  const phone = /iPhone|Mobile/.test(userAgent);
  return {
    kind: tablet ? "tablet" : phone ? "phone" : "computer",
    system: SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1],
    browser: BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1],
  };
}

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
