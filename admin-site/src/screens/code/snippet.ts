import type { VisitorLanguage } from "@parlor/protocol";

/** What the server's snippet of a style says: where the script lies, whose it is. */
export interface Address {
  src: string;
  tenant: string;
  style: string;
}

/** What may be added to it. `nonce` is a placeholder that the site's own server fills in. */
export interface Extras {
  language?: VisitorLanguage | undefined;
  agent?: string | undefined;
  nonce?: boolean;
}

export const NONCE = "NONCE";
/** Room for the icon with its words in every language. */
const FIXED = { width: 180, height: 56 };
/** On a page's address: the server writes at once down that the page was opened. */
export const CHECK_PARAMETER = "parlor_check";

export function addressOf(snippet: string): Address {
  const found = new DOMParser().parseFromString(snippet, "text/html").querySelector("script");
  return { src: found?.getAttribute("src") ?? "", tenant: found?.dataset.tenant ?? "", style: found?.dataset.style ?? "" };
}

function attributesOf({ tenant, style }: Address, { language, agent }: Extras): [string, string][] {
  return [
    ["data-tenant", tenant],
    ["data-style", style],
    ...(language ? ([["data-language", language]] as [string, string][]) : []),
    ...(agent ? ([["data-agent", agent]] as [string, string][]) : []),
  ];
}

const written = (attributes: readonly [string, string][]) => attributes.map(([name, value]) => ` ${name}="${value}"`).join("");

/** The line for the page. */
export function snippetOf(address: Address, extras: Extras): string {
  const nonce = extras.nonce ? ` nonce="${NONCE}"` : "";
  return `<script async${nonce} src="${address.src}"${written(attributesOf(address, extras))}></script>`;
}

/** Where an icon, a picture or a line of text shall stand. With the size of what comes nothing moves when it does. */
export function placeOf(kind: "fixed" | "image" | "text", picture?: { width: number; height: number }): string {
  const size = kind === "fixed" ? FIXED : kind === "image" ? picture : undefined;
  const style = size ? ` style="display:inline-block;width:${size.width}px;height:${size.height}px"` : "";
  return `<span data-parlor-place${style}></span>`;
}

/** The same for tag managers, which drop attributes that they do not know from a script. In the JavaScript that they take. */
export function tagManagerSnippet(address: Address, extras: Extras): string {
  const lines = attributesOf(address, extras).map(([name, value]) => `  s.setAttribute("${name}", "${value}");`);
  return [
    "<script>",
    "(function () {",
    '  var s = document.createElement("script");',
    "  s.async = true;",
    `  s.src = "${address.src}";`,
    ...lines,
    "  document.head.appendChild(s);",
    "})();",
    "</script>",
  ].join("\n");
}

/** The conversation as a page of its own. */
export function chatAddress({ src, tenant, style }: Address, { language, agent }: Extras): string {
  const asked = new URLSearchParams({ tenant, style, ...(language && { language }), ...(agent && { agent }) });
  return `${src.replace(/loader\.js$/, "chat.html")}?${asked}`;
}

/** The demonstration shop, wearing the style. */
export function demoAddress({ src, tenant, style }: Address): string {
  return `${src.replace(/widget\/loader\.js$/, "demo/index.html")}?${new URLSearchParams({ tenant, style })}`;
}

const originOf = (address: string) => (URL.canParse(address) ? `${new URL(address).protocol}//${new URL(address).host}` : "");

/** What a Content-Security-Policy of the page must allow. */
export function policyOf(addresses: { site: string; api: string; socket: string }, nonce: boolean): string[] {
  const site = originOf(addresses.site);
  const asked = [...new Set([site, originOf(addresses.api), originOf(addresses.socket)])].filter(Boolean);
  return [
    `script-src ${nonce ? `'nonce-${NONCE}' 'strict-dynamic'` : site};`,
    `frame-src ${site};`,
    `img-src ${site};`,
    `connect-src ${asked.join(" ")};`,
  ];
}

/** The page, opened in a way that its visit is written down at once; undefined for what is no address. */
export function checkAddress(entered: string): string | undefined {
  const text = entered.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  // Some browsers take a space for a part of a name.
  if (!text || /\s/.test(text) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  url.searchParams.set(CHECK_PARAMETER, "1");
  return url.href;
}
