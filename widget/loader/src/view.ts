import type { LauncherWords } from "@parlor/protocol";
import type { WindowMode } from "../../shared/port";
import type { View } from "./host";
import css from "./launcher.css?inline";

/** Everything of ours on the host page: one element whose shadow keeps the page's styles out, and ours in. */
export function createView(toggle: () => void): View {
  const phone = matchMedia("(max-width: 640px)");
  const host = make("div");
  const frame = make("div");
  const button = make("button");
  const label = make("span", "label");
  const badge = make("span", "badge");
  const icon = make("i");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet is allowed by every Content-Security-Policy; a style element would not be.
  const sheet = new CSSStyleSheet();
  let iframe: HTMLIFrameElement | undefined;
  let mode: WindowMode = "closed";
  let height = 0;
  let count = 0;
  let words = {} as LauncherWords;
  let title = "";
  let look = "";

  sheet.replaceSync(ROLES_CSS + css);
  root.adoptedStyleSheets = [sheet];
  root.append(frame);
  frame.append(button);
  button.dataset.testid = "launcher";
  button.dir = "auto";
  button.append(make("span", "dot"), icon, label, badge);
  button.onclick = toggle;
  for (const name of ["resize", "scroll"]) visualViewport?.addEventListener(name, place);
  phone.onchange = place;

  function refresh(): void {
    const open = mode === "panel";
    frame.className = mode + look;
    badge.textContent = count ? `${Math.min(count, 99)}` : "";
    button.ariaLabel = [open ? words.close : words.label, !open && words.state, count && count + words.unread].filter(Boolean).join(", ");
    button.ariaExpanded = `${open}`;
    place();
  }

  /** A phone's keyboard covers the lower half of the page: the window takes what is left above it. */
  function place(): void {
    if (!iframe) return;
    const whole = mode === "panel" && phone.matches && visualViewport;
    iframe.style.top = whole ? `${whole.offsetTop}px` : "";
    iframe.style.height = whole ? `${whole.height}px` : height ? `${height}px` : "";
  }

  return {
    phone,
    dress({ style }, availability) {
      const { launcher } = style;
      words = launcher.words;
      label.textContent = words.label;
      look = ` ${availability} ${style.position}${style.color.toLowerCase() === DEFAULT_ACCENT ? "" : " own"}`;
      host.style.setProperty("--own", style.color);
      for (const side of ["x", "y"] as const) host.style.setProperty(`--${side}`, `${launcher[side] ?? 24}px`);
      icon.style.clipPath = `path(evenodd,"${launcher.icon}")`;
      refresh();
      // Not the body: some sites replace it from page to page.
      if (!title) document.documentElement.append(host);
      title = words.title;
    },
    show(newMode, newHeight = 0) {
      mode = newMode;
      height = newHeight;
      refresh();
    },
    unread(newCount) {
      count = newCount;
      refresh();
    },
    hidden(hidden) {
      frame.hidden = hidden;
    },
    addFrame(address, loaded) {
      const added = make("iframe");
      iframe = added;
      added.title = title;
      added.allow = "display-capture";
      added.src = address;
      added.onload = () => added.contentWindow && loaded(added.contentWindow);
      frame.prepend(added);
      place();
    },
    focusLauncher: () => button.focus(),
    focusPanel: () => iframe?.focus(),
  };
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
