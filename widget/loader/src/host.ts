import { Connection, type ErrorFrame, GiveUp, type ServerFrame, type SocketTicket, type StyleFile } from "@parlor/protocol";
import { CONSENT_KEY, type HostPage, MODE_KEY, type PanelVisit, TOKEN_KEY, type ToPanel, type WindowMode } from "../../shared/port";
import type { Core, Line, View } from "./core";
import type { Told } from "./rules/watch";
import { safely } from "./safely";
import { createStore } from "./store";

/** Single-page sites set the title after the address. */
const TITLE_DELAY_MS = 60;

export interface Commands {
  open(): void;
  close(): void;
  /** False: everything that is stored is forgotten, and nothing more is. */
  consent(given: boolean): void;
}

export interface Host {
  api: string;
  /** Where the panel lies, with a slash at the end. */
  base: string;
  tenant: string;
  style: string;
  /** The number of the agent whom the snippet names. */
  agent?: string | undefined;
  /** What the snippet asks for, before what the page and the browser are in; may be empty. */
  language: string;
  /** `toggle` opens and closes the window. */
  createView(toggle: () => void): View;
  /** The conversation has the page to itself: it is always open. */
  standalone?: boolean;
}

function on(target: EventTarget, name: string, run: (event: never) => unknown): void {
  target.addEventListener(name, safely(run) as EventListener);
}

/** Everything that the panel needs of the page around it: a visit, a socket, storage, a place. */
export function boot({ api, base, tenant, style, agent, language, standalone, createView }: Host): Commands & {
  /** For what others do: the page's rules, and everything of the interface that is not above. */
  told(command: Told): void;
  tell(line: Line): void;
} {
  const store = createStore(tenant);
  const view = createView(safely(toggle));
  const connection = new Connection({ ticket: startVisit });
  const core: Core = {
    ...{
      api,
      base,
      tenant,
      standalone,
      store,
      view,
      connection,
      page,
      pageShown,
      open,
      setMode,
      received,
      happened,
      showOrHide,
      post: hold,
    },
    ...{ mode: "closed", life: 0, address: "", told: [], line: [], early: [] },
    refresh: () => void startVisit().catch(() => {}),
  };
  /** A token that the server does not take. */
  let refused: string | undefined;
  let extras: Promise<typeof import("./extras")> | undefined;
  /** Pages that the socket has not carried yet. */
  const pages: Parameters<Connection["send"]>[0][] = [];
  /** The server wants fewer pages: a timer holds them back. */
  let slowed = false;

  connection.onState(
    safely((state) => {
      core.post({ t: "state", state });
      if (state.status !== "open") return;
      sendPages();
      // A panel asks for its conversation itself. Without one, this socket asks to be told of what comes.
      if (core.visit?.conversation && !core.loading) listen(core.visit.conversation);
    }),
  );
  connection.onFrame(safely(received));
  // Another tab has become another visitor, or has forgotten this one.
  on(window, "storage", ({ key, newValue }: StorageEvent) => {
    if (store.keyOf(key) === TOKEN_KEY && newValue !== core.visit?.visitor_token) later(({ restart }) => restart(core, !!newValue));
  });
  on(view.phone, "change", showOrHide);
  // A page that is put aside comes back as it was, but a socket must not stay open meanwhile.
  on(window, "pagehide", () => connection.close());
  on(window, "pageshow", ({ persisted }: PageTransitionEvent) => persisted && later(({ wake }) => wake(core)));
  watchPages();
  // The page's first commands come before.
  queueMicrotask(() => connection.start());

  // --- the visit ---

  async function loadStyle(): Promise<StyleFile> {
    const response = await fetch(`${base}styles/${tenant}/${style}.json`);
    if (response.status > 499) throw response;
    const file: StyleFile & { off?: string } = response.ok ? await response.json() : { off: "unknown" };
    if (!file.off) return file;
    vanish();
    // biome-ignore lint/suspicious/noConsole: whoever put the snippet there wants to know why nothing is seen.
    console.warn(`Parlor is off: ${file.off}`);
    throw new GiveUp();
  }

  /** Before that nothing is stored, nobody is a visitor, and there is no socket. */
  function mayVisit(): boolean {
    return core.allowed ?? (core.style?.consent !== "ask" || !!store.get(CONSENT_KEY));
  }

  async function startVisit(): Promise<SocketTicket> {
    // Who has something to say of the visitor is heard first.
    core.style = await loadStyle().finally(() => extras?.catch(() => {}));
    if (core.style.kind !== "floating") tell(["place"]);
    const { life } = core;
    const may = mayVisit();
    const token = store.get(TOKEN_KEY);
    const response = await fetch(`${api}/widget/visit`, {
      method: "POST",
      // A string goes as plain text, which asks for no preflight request.
      body: JSON.stringify({
        tenant_id: tenant,
        style_id: style,
        style_version: core.style.v,
        languages: [language, document.documentElement.lang, ...navigator.languages].join().slice(0, 200),
        ...(may ? { agent, identity: core.identity, ...(token !== refused && { visitor_token: token }) } : { look: true }),
      }),
    });
    const { status } = response;
    if (status > 299) {
      if (status === 403) vanish();
      if (status === 401 && token !== refused) refused = token;
      else if (status < 500 && status !== 429) throw new GiveUp();
      throw { retryAfterMs: (await response.json()).retry_after_ms };
    }
    const { socket, ...answer } = await response.json();
    if (life !== core.life) throw life;
    // Who is in a conversation already has somebody.
    view.dress(core.style, answer.conversation ? { ...answer, availability: "online" } : answer);
    core.there = answer;
    happened("state", answer);
    showOrHide();
    if (!may) {
      if (mayVisit()) return startVisit();
      throw new GiveUp();
    }
    const first = !core.visit;
    core.visit = answer;
    store.shut = false;
    store.set(TOKEN_KEY, answer.visitor_token);
    if (core.style.consent === "ask") store.set(CONSENT_KEY, "1");
    if (first) firstLook(answer, core.style);
    else core.post({ t: "visit", visit: answer, style: core.style });
    return socket;
  }

  function vanish(): void {
    core.gone = core.away = true;
    setMode("closed");
    showOrHide();
  }

  function consent(given: boolean): void {
    core.allowed = given;
    if (given) connection.start();
    else tell(["forget"]);
  }

  /** The launcher stands where and when the company wants it; whoever has begun to talk keeps it. */
  function showOrHide(): void {
    const { style, visit, mode } = core;
    const needed = mode !== "closed" || core.loading || visit?.conversation;
    const where = core.there?.availability === "offline" ? style?.pages_offline : style?.pages;
    const elsewhere = (!!style?.computers_only && view.phone.matches) || !RegExp(where ?? "", "i").test(location.href);
    view.hidden(!!core.away || (!needed && elsewhere));
  }

  /** What was open on the page before is open again; what waits to be read is fetched. */
  function firstLook({ conversation, senders }: PanelVisit, { rules }: StyleFile): void {
    if (senders && rules?.[0]) import(/* @vite-ignore */ `${base}rules.js`).then(({ watch }) => watch(core)).catch(() => {});
    const before = store.get(MODE_KEY) as WindowMode | undefined;
    // The page has opened it before there was a visit.
    if (core.mode !== "closed") {
      view.show(core.mode);
      load();
    } else if (before) setMode(before);
    else if (conversation?.last_by === "agent" && conversation.seq > (conversation.read_by_visitor ?? 0)) load();
  }

  function listen({ conversation_id, seq }: { conversation_id: string; seq: number }): void {
    connection.send({ action: "chat", type: "sync", conversation_id, after: seq });
  }

  // --- pages ---

  function watchPages(): void {
    const seen = () => setTimeout(safely(pageShown), TITLE_DELAY_MS, core.address);
    for (const name of ["pushState", "replaceState"] as const) {
      const original = history[name];
      history[name] = function (...values) {
        original.apply(this, values);
        seen();
      };
    }
    on(window, "popstate", seen);
    pageShown(document.referrer);
  }

  function pageShown(referrer: string): void {
    if (location.href === core.address) return;
    core.address = location.href;
    const frame = {
      action: "track",
      type: "page",
      ...page(),
      language: navigator.language,
      screen: `${screen.width}x${screen.height}`,
      ...(referrer && { referrer: referrer.slice(0, 2e3) }),
    } as const;
    // What was looked at before it was allowed is nobody's business.
    if (!mayVisit()) pages.length = 0;
    if (slowed || !connection.send(frame)) pages.push(frame);
    core.post({ t: "page", page: page() });
    happened("page");
    showOrHide();
  }

  function sendPages(): void {
    slowed = false;
    for (const frame of pages.splice(0)) connection.send(frame);
  }

  // --- frames ---

  function received(frame: ServerFrame): void {
    const { type, request, retry_after_ms } = frame as Omit<ErrorFrame, "type"> & { type: string };
    // Too many pages: the next ones wait.
    if (request?.type === "page") {
      slowed = true;
      setTimeout(sendPages, retry_after_ms);
    }
    happened("frame", frame);
    if (type === "invitation" || type === "entry") load();
    // Another tab has opened a conversation.
    else if (frame.type === "conversation" && !core.loading) listen(frame.conversation);
    core.post({ t: "frame", frame });
  }

  /** Only for those who ask. */
  function happened(...line: Line): void {
    if (extras) core.line.push(line);
  }

  // --- the panel ---

  function later(run: (module: typeof import("./extras")) => unknown): void {
    extras ??= import(/* @vite-ignore */ `${base}extras.js`).then((module) => {
      module.begin(core);
      return module;
    });
    // Whoever wants it next tries again.
    extras.then(run).catch(() => {
      extras = undefined;
      core.loading = false;
    });
  }

  function tell(line: Line): void {
    core.line.push(line);
    later(() => {});
  }

  function load(): void {
    if (core.loading || !core.visit) return;
    core.loading = true;
    later(({ attach }) => attach(core));
  }

  function hold(message: ToPanel): void {
    if (core.loading) core.early.push(message);
  }

  function setMode(next: WindowMode): void {
    const before = core.mode;
    core.mode = next;
    if (next === before) return;
    view.show(next);
    if (next !== "closed") load();
    happened("mode", next, before);
    showOrHide();
  }

  function toggle(): void {
    if (core.mode === "panel") setMode("closed");
    else if (core.style?.kind === "departments") tell(["choose"]);
    else open();
  }

  function open(): void {
    if (core.gone) return;
    core.away = false;
    consent(true);
    tell(["focus"]);
    setMode("panel");
  }

  return {
    ...{ open, consent, tell },
    close: () => setMode("closed"),
    told: (command) => core.told.push(command),
  };
}

function page(): HostPage {
  return { url: location.href.slice(0, 2e3), title: document.title.slice(0, 200) };
}
