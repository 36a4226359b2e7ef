import "@parlor/design/tokens.css";
import "./styles/letter.css";
import { type Letter, type LetterEntry, TEXT_MAX } from "@parlor/protocol";
import { post, Refusal } from "./api";

/** Where the mail with an answer to a left message leads: `letter.html#<token>`. The visitor reads what was said and writes on. */

const TEXTS = {
  "zh-CN": {
    lead: "您与 {company} 的留言",
    you: "您",
    label: "继续留言",
    send: "发送",
    sending: "正在发送…",
    sent: "已发送，我们会通过邮件回复您。",
    failed: "没有发出去，请再试一次。",
    limited: "发得太快了，请稍后再试。",
    gone: "这个链接已经失效。",
    retry: "现在连不上，请刷新页面再试。",
  },
  "zh-TW": {
    lead: "您與 {company} 的留言",
    you: "您",
    label: "繼續留言",
    send: "傳送",
    sending: "正在傳送…",
    sent: "已傳送，我們會寄信回覆您。",
    failed: "沒有送出，請再試一次。",
    limited: "傳送得太快，請稍後再試。",
    gone: "這個連結已失效。",
    retry: "目前連不上，請重新整理頁面再試。",
  },
  en: {
    lead: "Your messages with {company}",
    you: "You",
    label: "Write back",
    send: "Send",
    sending: "Sending…",
    sent: "Sent. We answer by mail.",
    failed: "This was not sent. Try again.",
    limited: "That was too fast. Try again in a while.",
    gone: "This link no longer works.",
    retry: "We cannot be reached. Reload the page to try again.",
  },
  ja: {
    lead: "{company} とのやり取り",
    you: "お客様",
    label: "返信を書く",
    send: "送信",
    sending: "送信しています…",
    sent: "送信しました。メールで返信します。",
    failed: "送信できませんでした。もう一度お試しください。",
    limited: "送信の間隔が短すぎます。しばらくしてからお試しください。",
    gone: "このリンクは無効になりました。",
    retry: "接続できません。ページを再読み込みしてください。",
  },
};
type Language = keyof typeof TEXTS;

const page = document.documentElement;
const api = page.dataset.api ?? "";
const token = location.hash.slice(1);
const own = navigator.language;
const guessed: Language = own.startsWith("ja") ? "ja" : !own.startsWith("zh") ? "en" : /Hant|TW|HK|MO/i.test(own) ? "zh-TW" : "zh-CN";
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => {
  page.dataset.theme = dark.matches ? "dark" : "light";
};
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: ten letters of time, sixteen of chance. */
function ulid(): string {
  let time = "";
  for (let rest = Date.now(), i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = LETTERS[rest % 32] + time;
  return time + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => LETTERS[byte % 32]).join("");
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function say(text: string): void {
  const line = element("p", "alone", text);
  line.setAttribute("role", "alert");
  document.body.replaceChildren(line);
}

function shown(entry: LetterEntry, texts: (typeof TEXTS)[Language], language: string): HTMLElement {
  const item = element("li", entry.by);
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(entry.at);
  item.append(element("div", "meta", `${entry.by === "visitor" ? texts.you : entry.name || ""} · ${when}`), element("p", "", entry.text));
  item.dataset.testid = "letter-entry";
  return item;
}

function show(letter: Letter): void {
  const texts = TEXTS[letter.language];
  page.lang = letter.language;
  const title = texts.lead.replace("{company}", letter.company);
  document.title = title;
  const list = element("ol");
  const fill = (entries: LetterEntry[]) => list.replaceChildren(...entries.map((entry) => shown(entry, texts, letter.language)));
  fill(letter.entries);

  const form = element("form");
  const label = element("label", "", texts.label);
  label.htmlFor = "text";
  const field = element("textarea");
  Object.assign(field, { id: "text", rows: 5, maxLength: TEXT_MAX, required: true });
  const told = element("p", "told");
  told.setAttribute("role", "status");
  const send = element("button", "", texts.send);
  send.type = "submit";
  form.append(label, field, told, send);

  // The same words sent again after a failure are the same entry.
  let clientId = ulid();
  field.addEventListener("input", () => {
    clientId = ulid();
    told.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || send.disabled) return;
    send.disabled = true;
    told.textContent = texts.sending;
    post<Letter>(api, "letter/entries", { token, client_id: clientId, text })
      .then((after) => {
        fill(after.entries);
        field.value = "";
        clientId = ulid();
        told.textContent = texts.sent;
        list.lastElementChild?.scrollIntoView({ block: "nearest" });
      })
      .catch((fault: unknown) => {
        told.textContent = fault instanceof Refusal && fault.status === 429 ? texts.limited : texts.failed;
      })
      .finally(() => {
        send.disabled = false;
      });
  });

  const main = element("main");
  main.append(element("h1", "", title), list, form);
  document.body.replaceChildren(main);
}

dress();
dark.addEventListener("change", dress);
post<Letter>(api, "letter", { token }).then(show, (fault: unknown) => say(TEXTS[guessed][fault instanceof Refusal ? "gone" : "retry"]));
