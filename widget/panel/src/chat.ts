import "@parlor/design/tokens.css";
import "./styles/chat.css";
import type { Resumed } from "@parlor/protocol";
import type { View } from "../../loader/src/core";
import { boot } from "../../loader/src/host";
import { createStore } from "../../loader/src/store";
import { TOKEN_KEY } from "../../shared/port";
import { post, Refusal } from "./api";

/**
 * The conversation as a page of its own: `chat.html?tenant=…&style=…` (and `&language=…`, `&agent=<number>`), or `chat.html#resume=…` from a mail, which goes on
 * with the conversation of the visitor whom the mail was for. Around the panel it does what the loader does on a site.
 */

const TEXTS = {
  "zh-CN": {
    gone: "这个链接已经失效。",
    retry: "现在连不上，请刷新页面再试。",
    missing: "链接不完整。",
    unavailable: "暂时无法提供在线咨询。",
  },
  "zh-TW": {
    gone: "這個連結已失效。",
    retry: "目前連不上，請重新整理頁面再試。",
    missing: "連結不完整。",
    unavailable: "暫時無法提供線上諮詢。",
  },
  en: {
    gone: "This link no longer works.",
    retry: "We cannot be reached. Reload the page to try again.",
    missing: "This link is incomplete.",
    unavailable: "Online service is not available right now.",
  },
  ja: {
    gone: "このリンクは無効になりました。",
    retry: "接続できません。ページを再読み込みしてください。",
    missing: "リンクが正しくありません。",
    unavailable: "ただいまチャットをご利用いただけません。",
  },
};

const page = document.documentElement;
const api = page.dataset.api ?? "";
const own = navigator.language;
const texts = TEXTS[own.startsWith("ja") ? "ja" : !own.startsWith("zh") ? "en" : /Hant|TW|HK|MO/i.test(own) ? "zh-TW" : "zh-CN"];

function say(text: string): void {
  const line = document.createElement("p");
  line.textContent = text;
  line.setAttribute("role", "alert");
  document.body.replaceChildren(line);
}

/** Whose conversation it is. A token is used up at once: it must not stay in the address, nor in the history. */
async function whose(): Promise<{ tenant: string; style: string; language: string; agent?: string } | undefined> {
  const token = new URLSearchParams(location.hash.slice(1)).get("resume");
  if (token) {
    const { tenant_id, style_id, visitor_token } = await post<Resumed>(api, "resume", { token });
    Object.assign(createStore(tenant_id), { shut: false }).set(TOKEN_KEY, visitor_token);
    history.replaceState(null, "", `?${new URLSearchParams({ tenant: tenant_id, style: style_id })}`);
  }
  const asked = new URLSearchParams(location.search);
  const [tenant, style, language = "", agent] = ["tenant", "style", "language", "agent"].map((name) => asked.get(name) ?? "");
  return tenant && style ? { tenant, style, language, ...(agent && { agent }) } : undefined;
}

/** The panel has the whole page; what is unread stands in the title. */
function createView(): View {
  let title = "Parlor";
  return {
    phone: matchMedia("(max-width: 640px)"),
    dress({ texts: own, scheme }, { language, company }) {
      page.lang = language;
      title = own[language]?.title || company || title;
      document.title = title;
      follow(scheme);
    },
    show() {},
    unread(count) {
      document.title = count ? `(${count}) ${title}` : title;
    },
    hidden(hidden) {
      if (hidden) say(texts.unavailable);
    },
    hold: (frame) => document.body.replaceChildren(frame),
    words: () => ({ title, unread: "" }),
  };
}

/** The theme of what is around the panel, as long as there is no panel. */
let scheme = "auto";
const dark = matchMedia("(prefers-color-scheme: dark)");

function follow(wanted = scheme): void {
  scheme = wanted;
  page.dataset.theme = scheme === "dark" || (scheme === "auto" && dark.matches) ? "dark" : "light";
}

async function start(): Promise<void> {
  // Until the company's style says otherwise; the panel follows it.
  page.lang = navigator.language;
  dark.addEventListener("change", () => follow());
  follow();
  // A second mail's link, opened in the same tab, changes only what stands behind the #.
  addEventListener("hashchange", () => location.hash.startsWith("#resume=") && location.reload());
  try {
    const found = await whose();
    if (found) boot({ ...found, api, base: new URL("./", location.href).href, createView, standalone: true }).open();
    else say(texts.missing);
  } catch (error) {
    say(error instanceof Refusal && error.status < 500 ? texts.gone : texts.retry);
  }
}

void start();
