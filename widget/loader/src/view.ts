import type { LauncherTexts } from "@parlor/protocol";
import type { WindowMode } from "../../shared/port";
import type { Shell, View } from "./core";
import css from "./launcher.css?inline";

/** Everything of ours on the host page: an element whose shadow keeps the page's styles out, and ours in. */
export function createView(toggle: () => void, script: HTMLElement): View {
  // A constructed sheet is allowed by every Content-Security-Policy; a style element would not be.
  const sheet = new CSSStyleSheet();
  const button = make("button");
  const label = make("span", "label");
  const icon = make("i");
  sheet.replaceSync(ROLES_CSS + css);
  const floating = shell();
  const shells = [floating];
  let mode: WindowMode = "closed";
  let words = {} as LauncherTexts;
  let look = "";
  let state = "";
  const around = { script, button, shells, shell, refresh, note: "" };

  button.dataset.testid = "launcher";
  button.dir = "auto";
  button.append(make("span", "dot"), icon, label);
  button.onclick = toggle;

  function shell(): Shell {
    const host = make("div");
    const root = host.attachShadow({ mode: "open" });
    const frame = make("div");
    root.adoptedStyleSheets = [sheet];
    root.append(frame);
    return { host, root, frame };
  }

  function refresh(): void {
    const open = mode === "panel";
    for (const { frame } of shells) frame.className = mode + look;
    button.ariaLabel = [open ? words.close : label.textContent, !open && state, around.note].filter(Boolean).join(", ");
    button.ariaExpanded = `${open}`;
  }

  return {
    phone: matchMedia("(max-width: 640px)"),
    around,
    dress({ kind, color, position, scheme, pictures, icons, launcher_words, x, y, radius }, { availability: there, language }) {
      const shown = (there in icons ? there : "offline") as keyof typeof icons;
      const picture = pictures[shown] ?? pictures.online;
      words = launcher_words[language] as LauncherTexts;
      label.textContent = there === "offline" ? words.leave : words.label;
      state = shown === "busy" ? words.busy : "";
      look = ` ${shown} ${position} ${scheme} ${picture ? "" : "plain "}${color === DEFAULT_ACCENT ? "" : "own"}`;
      icon.style.cssText = picture ? `background:url("${picture.url}") 50%/contain no-repeat` : `clip-path:path(evenodd,"${icons[shown]}")`;
      for (const { host } of shells) host.style.cssText = `--own:${color};--x:${x}px;--y:${y}px;--radius:${radius}px`;
      // What stands elsewhere is put there by what the loader fetches for it.
      if (kind === "floating") floating.frame.append(button);
      refresh();
      // Not the body: some sites replace it from page to page.
      if (!floating.host.isConnected) document.documentElement.append(floating.host);
    },
    show(newMode) {
      mode = newMode;
      refresh();
    },
    hidden(hidden) {
      for (const { frame } of shells) frame.hidden = hidden;
    },
    hold: (frame) => floating.frame.prepend(frame),
    words: () => words,
  };
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
