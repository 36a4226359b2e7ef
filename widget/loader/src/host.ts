import { type Availability, Connection, type ErrorFrame, GiveUp, type ServerFrame, type SocketTicket, type Visit } from "@parlor/protocol";
import { HELLO, type HostPage, MODE_KEY, type PanelVisit, type ToLoader, type ToPanel, type WindowMode } from "../../shared/port";
import type { Told } from "./rules/watch";
import { createStore } from "./store";

export const TOKEN_KEY = "visitor";
/** Single-page sites set the title after the address. */
const TITLE_DELAY_MS = 60;

export type Command = "open" | "close" | "hide";

export interface View {
  readonly phone: MediaQueryList;
  /** First, and after every reconnect, because the company may have changed its style. */
  dress(visit: PanelVisit, availability: Availability): void;
  /** `height` is for windows that are as high as what they hold. */
  show(mode: WindowMode, height?: number): void;
  unread(count: number): void;
  hidden(hidden: boolean): void;
  /** Adds the panel's frame; `loaded` gets its window. */
  addFrame(address: string, loaded: (panel: Window) => void): void;
  focusLauncher(): void;
  focusPanel(): void;
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
  /** What the site tells for the rules of automatic invitations. */
  told?: Told[];
}

/** Nothing of ours may disturb the host page; even its error reports are not ours to fill. */
export function safely<A extends unknown[]>(run: (...values: A) => unknown): (...values: A) => void {
  return (...values) => {
    try {
      run(...values);
    } catch {}
  };
}

function on(target: EventTarget, name: string, run: (event: never) => unknown): void {
  target.addEventListener(name, safely(run) as EventListener);
}

/** Everything that the panel needs of the page around it: a visit, a socket, storage, locks, a place. */
export function boot({ api, base, tenant, style, agent, language, standalone, createView, told = [] }: Host): Record<Command, () => void> {
  const store = createStore(tenant);
  const view = createView(safely(() => (mode === "panel" ? setMode("closed") : open())));
  const connection = new Connection({ ticket: startVisit });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let mode: WindowMode = "closed";
  let visit: PanelVisit | undefined;
  let port: MessagePort | undefined;
  let loading = false;
  /** The company wants this visitor to see nothing of it. */
  let gone = false;
  /** The site has hidden us. */
  let away = false;
  /** Frames for a panel that is still loading. */
  const early: ServerFrame[] = [];
  /** Pages that the socket has not carried yet. */
  const pages: Parameters<Connection["send"]>[0][] = [];
  /** The server wants fewer pages: a timer holds them back. */
  let slowed = false;
  let address = "";

  connection.onState(
    safely((state) => {
      post({ t: "state", state });
      if (state.status !== "open") return;
      sendPages();
      // A panel asks for its conversation itself. Without one, this socket asks to be told of what comes.
      if (visit?.conversation && !loading) listen(visit.conversation);
    }),
  );
  connection.onFrame(safely(received));
  on(window, "storage", (event: StorageEvent) => {
    const key = store.keyOf(event);
    if (key && key !== TOKEN_KEY) post({ t: "stored", key, value: event.newValue });
  });
  on(view.phone, "change", tellWindow);
  on(dark, "change", tellTheme);
  watchPages();
  connection.start();

  // --- the visit ---

  async function startVisit(): Promise<SocketTicket> {
    const token = store.get(TOKEN_KEY);
    const response = await fetch(`${api}/widget/visit`, {
      method: "POST",
      // A string goes as plain text, which asks for no preflight request.
      body: JSON.stringify({
        tenant_id: tenant,
        style_id: style,
        agent,
        languages: [language, document.documentElement.lang, ...navigator.languages].join().slice(0, 200),
        ...(token && { visitor_token: token }),
      }),
    });
    const { status } = response;
    if (status > 299) {
      if (status === 403) vanish();
      if (status === 401 && token) store.set(TOKEN_KEY, null);
      else if (status < 500 && status !== 429) throw new GiveUp();
      throw { retryAfterMs: (await response.json()).retry_after_ms };
    }
    const { socket, ...answer }: Visit = await response.json();
    const first = !visit;
    visit = answer;
    store.set(TOKEN_KEY, visit.visitor_token);
    // Who is in a conversation already has somebody.
    view.dress(visit, visit.conversation ? "online" : visit.availability);
    showOrHide();
    if (first) firstLook(visit);
    else post({ t: "visit", visit });
    return socket;
  }

  function vanish(): void {
    gone = true;
    hide();
  }

  /** The launcher stands where and when the company wants it; whoever has begun to talk keeps it. */
  function showOrHide(): void {
    const wanted = visit?.style.launcher;
    const needed = mode !== "closed" || port || visit?.conversation;
    const elsewhere = (wanted?.computers_only && view.phone.matches) || !RegExp(wanted?.pages ?? "", "i").test(location.href);
    view.hidden(away || (!needed && elsewhere));
  }

  /** What was open on the page before is open again; what waits to be read is fetched. */
  function firstLook({ conversation, style, language }: PanelVisit): void {
    if (style.rules)
      import(/* @vite-ignore */ `${base}rules.js`)
        .then(({ watch }) => watch({ style, language, store, connection, mode: () => mode, line: told, received }))
        .catch(() => {});
    const before = store.get(MODE_KEY) as WindowMode | undefined;
    if (mode !== "closed") load();
    else if (before) setMode(before);
    else if (conversation?.last_by === "agent" && conversation.seq > (conversation.read_by_visitor ?? 0)) load();
  }

  function listen({ conversation_id, seq }: { conversation_id: string; seq: number }): void {
    connection.send({ action: "chat", type: "sync", conversation_id, after: seq });
  }

  // --- pages ---

  function watchPages(): void {
    const seen = () => setTimeout(safely(pageShown), TITLE_DELAY_MS, address);
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
    if (location.href === address) return;
    address = location.href;
    const frame = {
      action: "track",
      type: "page",
      ...page(),
      language: navigator.language,
      screen: `${screen.width}x${screen.height}`,
      ...(referrer && { referrer: referrer.slice(0, 2e3) }),
    } as const;
    if (slowed || !connection.send(frame)) pages.push(frame);
    post({ t: "page", page: page() });
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
    if (port) post({ t: "frame", frame });
    else if (loading || type === "invitation" || type === "entry") {
      early.push(frame);
      load();
    }
    // Another tab has opened a conversation.
    else if (frame.type === "conversation") listen(frame.conversation);
  }

  // --- the panel ---

  function load(): void {
    if (loading || !visit) return;
    loading = true;
    const panelAddress = `${base}panel.html`;
    view.addFrame(
      panelAddress,
      safely((panel) => {
        const channel = new MessageChannel();
        port = channel.port1;
        port.onmessage = safely((event: MessageEvent<ToLoader>) => asked(event.data));
        panel.postMessage(HELLO, new URL(panelAddress).origin, [channel.port2]);
        const started = visit as PanelVisit;
        const locks = "locks" in navigator;
        post({ t: "start", api, visit: started, page: page(), locks, standalone });
        tellTheme();
        post({ t: "state", state: connection.state });
        tellWindow();
        for (const frame of early.splice(0)) post({ t: "frame", frame });
      }),
    );
  }

  function asked(message: ToLoader): void {
    const { t } = message;
    if (t === "send") connection.send(message.frame);
    else if (t === "reconnect") connection.reconnectNow();
    else if (t === "check") connection.check();
    else if (t === "refresh") startVisit().catch(() => {});
    else if (t === "list") reply(message.id, store.list(message.prefix));
    else if (t === "apply") {
      for (const [key, value] of Object.entries(message.changes)) store.set(key, value);
      reply(message.id);
    } else if (t === "lock") void lock(message.name).then((value) => reply(message.id, value));
    else if (t === "window") setMode(message.mode, message.height);
    else if (t === "unread") view.unread(message.count);
    else if (/^https?:/i.test(message.url)) location.assign(message.url);
  }

  function reply(id: number, value?: unknown): void {
    post({ t: "reply", id, value });
  }

  /** Holds a lock until the page ends. */
  function lock(name: string): Promise<boolean> {
    return new Promise((resolve) => {
      navigator.locks
        .request(name, { ifAvailable: true }, (granted) => {
          resolve(!!granted);
          return granted && new Promise(() => {});
        })
        .catch(() => resolve(false));
    });
  }

  function setMode(next: WindowMode, height?: number): void {
    const before = mode;
    mode = next;
    view.show(mode, height);
    if (mode === before) return;
    store.set(MODE_KEY, mode === "closed" ? null : mode);
    if (mode !== "closed") load();
    else if (before === "panel") view.focusLauncher();
    tellWindow();
  }

  function tellWindow(): void {
    post({ t: "window", mode, phone: view.phone.matches });
    showOrHide();
  }

  function tellTheme(): void {
    post({ t: "theme", dark: dark.matches });
  }

  function post(message: ToPanel): void {
    port?.postMessage(message);
  }

  function open(): void {
    if (gone) return;
    away = false;
    setMode("panel");
    view.focusPanel();
  }

  function hide(): void {
    away = true;
    setMode("closed");
    showOrHide();
  }

  return {
    open,
    close: () => setMode("closed"),
    hide,
  };
}

function page(): HostPage {
  return { url: location.href.slice(0, 2e3), title: document.title.slice(0, 200) };
}
