import { HELLO, MODE_KEY, type ToLoader, type ToPanel } from "../../../shared/port";
import type { Core, Line } from "../core";
import { safely } from "../safely";
import { list } from "./list";
import { wear } from "./sheet";

const NOTHING = (): void => {};
const badge = document.createElement("span");
/** Ends what there is of the panel. */
let dismiss: () => void = NOTHING;
/** The frame was asked for by somebody who wants to write. */
let wantsFocus = false;
let focus: () => void = () => {
  wantsFocus = true;
};
let place: () => void = NOTHING;

/** What launcher and window have to do with what happens. */
export function followPanel(core: Core): (...line: Line) => void {
  return (name, next, before) => {
    if (name === "focus") focus();
    if (name === "mode") {
      core.store.set(MODE_KEY, next === "closed" ? null : core.mode);
      place();
      tellWindow(core);
      if (next === "closed" && before === "panel") focusLauncher(core);
    }
    if (name === "hide" || name === "show") {
      core.away = !!core.gone || name === "hide";
      if (core.away) core.setMode("closed");
      core.showOrHide();
    }
  };
}

/** Makes the panel's frame and gives it its end of a channel, and over it whatever it needs of the page. */
export function attach(core: Core): void {
  // One that was asked for in an earlier life may have come after all.
  dismiss();
  const { view, base, life } = core;
  const iframe = document.createElement("iframe");
  const address = `${base}panel.html`;
  const ends = new AbortController();
  const ended = { signal: ends.signal };
  let height = 0;

  const { around } = view;
  wear(around?.shells[0]);
  iframe.title = view.words().title;
  iframe.allow = around ? "display-capture" : "display-capture;clipboard-write";
  iframe.src = address;
  iframe.onload = safely(() => {
    if (life === core.life && iframe.contentWindow) connect(core, iframe.contentWindow, ends.signal, asked);
  });
  dismiss = () => {
    ends.abort();
    iframe.remove();
    dismiss = place = NOTHING;
  };
  place = () => {
    // A phone's keyboard covers the lower half of the page: the window takes what is left above it.
    const whole = core.mode === "panel" && view.phone.matches && around && visualViewport;
    const fits = core.mode === "corner" || core.mode === "invitation";
    iframe.className = core.mode === "invitation" && !view.phone.matches ? (core.style?.invitation_box.place ?? "") : "";
    iframe.style.top = whole ? `${whole.offsetTop}px` : "";
    iframe.style.height = whole ? `${whole.height}px` : fits && height ? `${height}px` : "";
  };
  focus = () => iframe.focus();
  for (const name of ["resize", "scroll"]) visualViewport?.addEventListener(name, place, ended);
  view.phone.addEventListener("change", place, ended);
  view.hold(iframe);
  place();
  if (wantsFocus) focus();
  wantsFocus = false;

  function asked(message: ToLoader): void {
    if (message.t !== "window") return;
    height = message.height ?? 0;
    core.setMode(message.mode);
    place();
  }
}

/** Nothing is left of it; what is stored may open it again. */
export function dismissPanel(): void {
  dismiss();
}

/** From where the visitor was: a page that closes the window keeps its own focus. */
export function focusLauncher({ view: { around } }: Core): void {
  if (around?.shells.some(({ host }) => host === document.activeElement)) around.button.focus();
}

function tellWindow({ post, mode, view }: Core): void {
  post({ t: "window", mode, phone: view.phone.matches });
}

/** How many messages wait to be read, on the launcher and in its name. */
export function unread({ view }: Core, count: number): void {
  view.unread?.(count);
  if (!view.around) return;
  badge.className = "badge";
  badge.textContent = count ? `${Math.min(count, 99)}` : "";
  view.around.button.append(badge);
  view.around.note = count ? count + view.words().unread : "";
  view.around.refresh();
}

function connect(core: Core, panel: Window, ended: AbortSignal, windowAsked: (message: ToLoader) => void): void {
  const { view, store, connection, base, api, standalone, visit, style } = core;
  if (!visit || !style) return;
  const { port1: port, port2 } = new MessageChannel();
  const media = matchMedia("(prefers-color-scheme: dark)");
  const say = (message: ToPanel) => port.postMessage(message);

  port.onmessage = safely((event: MessageEvent<ToLoader>) => asked(event.data));
  ended.addEventListener("abort", () => port.close());
  panel.postMessage(HELLO, new URL(base).origin, [port2]);
  say({ t: "start", api, visit, style, page: core.page(), locks: "locks" in navigator, standalone });
  say({ t: "state", state: connection.state });
  for (const message of core.early.splice(0)) say(message);
  core.post = say;
  tellTheme();
  tellWindow(core);
  media.addEventListener("change", tellTheme, { signal: ended });
  view.phone.addEventListener("change", () => tellWindow(core), { signal: ended });
  addEventListener("storage", safely(tellStored), { signal: ended });

  function tellTheme(): void {
    say({ t: "theme", dark: media.matches });
  }

  function tellStored(event: StorageEvent): void {
    const key = store.keyOf(event.key);
    if (key) say({ t: "stored", key, value: event.newValue });
  }

  function asked(message: ToLoader): void {
    switch (message.t) {
      case "send":
        connection.send(message.frame);
        core.happened("sent", message.frame);
        break;
      case "reconnect":
        connection.reconnectNow();
        break;
      case "check":
        connection.check();
        break;
      case "refresh":
        core.refresh();
        break;
      case "list":
        reply(message.id, list(store, message.prefix));
        break;
      case "apply":
        for (const [key, value] of Object.entries(message.changes)) store.set(key, value);
        reply(message.id);
        break;
      case "lock":
        void lock(message.name).then((value) => reply(message.id, value));
        break;
      case "window":
        windowAsked(message);
        break;
      case "unread":
        unread(core, message.count);
        core.happened("unread", message.count);
        break;
      case "go":
        if (/^https?:/i.test(message.url)) location.assign(message.url);
        break;
    }
  }

  function reply(id: number, value?: unknown): void {
    say({ t: "reply", id, value });
  }

  /** Holds a lock until the panel ends. */
  function lock(name: string): Promise<boolean> {
    return new Promise((resolve) => {
      navigator.locks
        .request(name, { ifAvailable: true }, (granted) => {
          resolve(!!granted);
          return granted && new Promise<void>((end) => ended.addEventListener("abort", () => end()));
        })
        .catch(() => resolve(false));
    });
  }
}
