import type { ConversationView, Entry, Message, OperationId, SendMessage } from "@parlor/protocol";
import { ago, conversations, id, logs, me } from "./data.ts";
import { service, sharedFiles } from "./office-data.ts";
import { Refusal } from "./refusal.ts";

/** What a conversation of the company in the page can hold besides words, and how its files are kept. */
type Body = Record<string, unknown>;
type Handler = (path: Record<string, string>, query: URLSearchParams, body: Body) => unknown;

interface Kept {
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  thumbnail?: boolean;
  url: string;
}

const options = new URLSearchParams(location.search);
const files = new Map<string, Kept>();
/** A picture of a box, in a shop's colours. */
const BOX = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320"><rect width="480" height="320" fill="#d8ccb4"/><rect y="220" width="480" height="100" fill="#a98b5f"/><path d="M130 120l130-40 120 40v110l-120 40-130-40z" fill="#174f45"/><path d="M260 160v110l120-40V120z" fill="#0e3a33"/><path d="M150 150l70 22v48l-70-22z" fill="#efe6d4"/></svg>',
)}`;

function keep(file: Omit<Kept, "url">, url = `data:${file.type};base64,`): Message["file"] {
  const file_id = id();
  files.set(file_id, { ...file, url });
  return { file_id, ...file };
}

/** The store of uploads answers at this address. */
export const STORE = "/fake-store/";

/** Plays the store: an upload that takes `?upload=` milliseconds, and is refused with `?fail=store`. */
export function installStore(options: URLSearchParams): void {
  const Real = window.XMLHttpRequest;
  const took = Number(options.get("upload") ?? 1_500);
  window.XMLHttpRequest = class extends Real {
    #url = "";
    #timer: ReturnType<typeof setInterval> | undefined;
    override open(method: string, url: string | URL): void {
      this.#url = String(url);
      super.open(method, url);
    }
    override send(body?: XMLHttpRequestBodyInit | null): void {
      if (!this.#url.includes(STORE)) {
        super.send(body);
        return;
      }
      const file = (body as FormData).get("file") as File;
      const from = Date.now();
      this.#timer = setInterval(() => {
        const share = Math.min(1, (Date.now() - from) / took);
        const progress = new ProgressEvent("progress", { lengthComputable: true, loaded: share * file.size, total: file.size });
        this.upload.dispatchEvent(progress);
        if (share < 1) return;
        clearInterval(this.#timer);
        const kept = files.get(this.#url.split("/").pop() ?? "");
        if (kept) kept.url = URL.createObjectURL(file);
        Object.defineProperty(this, "status", { value: options.get("fail") === "store" ? 403 : 204 });
        this.dispatchEvent(new ProgressEvent("load"));
      }, 50);
    }
    override abort(): void {
      clearInterval(this.#timer);
      super.abort();
    }
  };
}

export const deskHandlers: Partial<Record<OperationId, Handler>> = {
  announce_file: (_path, _query, body) => {
    const { name, type, size, width, height, thumbnail_size } = body as unknown as Kept & { thumbnail_size?: number };
    if (/\.(exe|bat|js)$/.test(name)) return new Refusal(400, "invalid", "type");
    const file_id = id();
    files.set(file_id, {
      ...{ name, type, size, url: "" },
      ...(width && height ? { width, height } : {}),
      ...(thumbnail_size ? { thumbnail: true } : {}),
    });
    const target = (what: string) => ({ url: `${STORE}${what}`, fields: { key: what } });
    return {
      file_id,
      target: target(file_id),
      ...(thumbnail_size ? { thumbnail_target: target(`small/${id()}`) } : {}),
      expires_at: Date.now() + 3_600_000,
    };
  },
  finish_file: (path) => {
    const kept = files.get(path.file_id ?? "");
    if (!kept) return new Refusal(404, "not_found");
    const { url: _url, ...file } = kept;
    return { file_id: path.file_id, ...file };
  },
  get_file_links: (_path, _query, body) => ({
    links: (body.file_ids as string[]).flatMap((file_id) => {
      const url = files.get(file_id)?.url;
      return url ? [{ file_id, url, download_url: url, thumbnail_url: url }] : [];
    }),
    expires_at: Date.now() + 900_000,
  }),
  search_conversation: (path, query) => {
    const words = (query.get("q") ?? "").toLowerCase();
    const found = (logs.get(path.conversation_id ?? "") ?? []).flatMap((entry) =>
      entry.kind === "message" && entry.text.toLowerCase().includes(words)
        ? [{ seq: entry.seq, at: entry.at, by: entry.by.role, excerpt: entry.text.slice(0, 120) }]
        : [],
    );
    return { found: found.reverse().slice(0, 50) };
  },
};

/** A message's content as the server stores it. */
export function contentOf({ text = "", body, quote, file_id, page, form_id, survey }: SendMessage): Partial<Message> {
  const kept = file_id ? files.get(file_id) : undefined;
  const shared = sharedFiles.find((each) => each.file_id === file_id);
  const { url: _url, ...file } = kept ?? { url: "", name: shared?.name ?? "", type: shared?.type ?? "", size: shared?.size ?? 0 };
  const form = service.forms.find((each) => each.form_id === form_id);
  return {
    text: text || (body ?? []).map((block) => (block.type === "paragraph" ? block.spans.map((span) => span.text).join("") : "")).join("\n"),
    ...(body ? { body } : {}),
    ...(quote ? { quote } : {}),
    ...(file_id ? { file: { file_id, ...file } } : {}),
    ...(page ? { page: { ...page, at_once: false } } : {}),
    ...(form ? { form } : {}),
    ...(survey && service.surveys.default ? { survey: service.surveys.default } : {}),
  };
}

/** Takes a message's words away, as the server does. */
export function recall(entries: Entry[], target: number): void {
  const at = entries.findIndex((entry) => entry.seq === target);
  const entry = entries[at];
  if (entry?.kind !== "message") return;
  const { seq, at: when, by, client_id } = entry;
  entries[at] = { kind: "message", seq, at: when, by, client_id, text: "", recalled: true };
}

/** Fills the first of our conversations with one of everything, and gives one of them a long past. */
export function furnish(): void {
  const [first, second] = conversations.filter((view) => view.state === "active" && view.agent_id === me.agent_id);
  if (first) furnishWhole(first);
  if (second) furnishLong(second);
  const labels = service.labels.map((label) => label.label_id);
  if (first) Object.assign(first, { labels: labels.slice(0, 2), priority: "high" });
  if (second) Object.assign(second, { labels: labels.slice(2, 3) });
  const late = conversations.filter((view) => view.state === "active" && view.agent_id === me.agent_id)[3];
  if (late) Object.assign(late, { snoozed_until: Date.now() + 5 * 3_600_000, snoozed_at: Date.now() });
}

function furnishWhole(view: ConversationView): void {
  const visitor = { role: "visitor", id: view.visitor_id } as const;
  const agent = { role: "agent", id: me.agent_id, name: me.name } as const;
  const system = { role: "system" } as const;
  const entries = logs.get(view.conversation_id) ?? [];
  const opened = entries[0];
  if (opened?.kind === "queued") {
    opened.form = [
      { key: "name", label: "怎么称呼您", value: "陈映秋" },
      { key: "kind", label: "想咨询什么", value: "选购建议" },
    ];
  }
  let n = 100;
  const put = (minutes: number, by: Entry["by"], entry: object) => {
    n += 1;
    entries.push({
      client_id: { producer: "fakefakefake", n },
      text: "",
      ...entry,
      by,
      seq: entries.length + 1,
      at: ago(minutes),
    } as Entry);
    return entries.length;
  };
  const form = service.forms[0];
  put(1.9, visitor, {
    kind: "message",
    file: keep({ name: "破损.jpg", type: "image/jpeg", size: 182_000, width: 1440, height: 960, thumbnail: true }, BOX),
  });
  const asked = put(1.8, visitor, { kind: "message", text: "上次收到边角压坏了，这次能加固包装吗？" });
  put(1.7, agent, {
    kind: "message",
    quote: asked,
    text: "可以的，这次免费：\n• 换成木盒\n• 加厚纸箱，压坏包退",
    body: [
      { type: "paragraph", spans: [{ text: "可以的，这次" }, { text: "免费", bold: true, color: "red" }, { text: "：" }] },
      {
        type: "list",
        items: [[{ text: "换成木盒" }], [{ text: "加厚纸箱，" }, { text: "压坏包退", link: "https://qingye-tea.example/returns" }]],
      },
    ],
  });
  put(1.6, { role: "agent", id: me.agent_id, name: me.name }, { kind: "message", recalled: true });
  put(1.5, agent, { kind: "message", file: keep({ name: "龙井冲泡指南 2026.pdf", type: "application/pdf", size: 1_258_000 }) });
  put(1.4, agent, { kind: "message", page: { url: "https://qingye-tea.example/shipping", title: "配送与包装说明" } });
  const formSeq = put(1.3, agent, { kind: "message", form });
  put(1.2, visitor, {
    kind: "form_answered",
    form_seq: formSeq,
    values: [
      { key: "name", label: "收件人", value: "陈映秋" },
      { key: "phone", label: "手机号", value: "138 0013 8000" },
    ],
  });
  put(1.15, agent, { kind: "organized", labels: service.labels.slice(0, 2).map((label) => label.label_id), priority: "high" });
  put(1.1, agent, { kind: "message", survey: service.surveys.default });
  put(1, visitor, {
    kind: "rated",
    score: 5,
    answers: [
      { key: "score", label: "这次服务您满意吗？", stars: 5 },
      { key: "words", label: "还想对我们说的话", value: "回复很快，谢谢" },
    ],
  });
  put(0.9, system, { kind: "message", text: "您还在吗？有需要随时告诉我。", automatic: true });
  put(0.8, visitor, { kind: "message", text: "在的，我再看看" });
  const end = entries.length;
  Object.assign(view, {
    seq: end,
    read_by_agent: end,
    read_by_visitor: end - 6,
    delivered_to_visitor: end - 1,
    last_text: "在的，我再看看",
    last_by: "visitor",
    last_at: ago(0.8),
    waiting_since: ago(0.8),
  });
}

/** More than is loaded at once, with something unread in it: `?unread=200` so many of its last entries. */
function furnishLong(view: ConversationView): void {
  const entries = logs.get(view.conversation_id) ?? [];
  const tail = entries.splice(2);
  for (let i = 0; i < 400; i++) {
    const visitors = i % 3 !== 2;
    entries.push({
      kind: "message",
      seq: entries.length + 1,
      at: ago(600 - i),
      by: visitors ? { role: "visitor", id: view.visitor_id } : { role: "agent", id: me.agent_id, name: me.name },
      client_id: { producer: "fakefakefake", n: 1_000 + i },
      text: visitors ? `第 ${i + 1} 条，昨天下的单想改收货地址` : `好的，第 ${i + 1} 条已记下`,
    });
  }
  for (const entry of tail) entries.push({ ...entry, seq: entries.length + 1 });
  Object.assign(view, {
    seq: entries.length,
    read_by_agent: entries.length - Number(options.get("unread") ?? tail.length),
    message_count: entries.length - 2,
  });
}
