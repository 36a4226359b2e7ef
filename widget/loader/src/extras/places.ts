import type { Core, Line, Shell } from "../core";
import { wear } from "./sheet";

const INLINE = ["fixed", "image", "text"];

/** Once it is dressed; a page that was put together anew has another place. */
export function followPlace(core: Core): (...line: Line) => void {
  return (name) => {
    if (core.there && /^(page|place|state)$/.test(name)) stand(core);
  };
}

/** Launchers that do not float: where the page keeps a place for one, else where the snippet stands. */
function stand({ style, there, view: { around } }: Core): void {
  if (!around || !style || style.kind === "floating") return;
  const { script, button, shells, shell, refresh } = around;
  const [floating] = shells;
  const mark = (shell: Shell | undefined) => {
    wear(shell);
    if (shell) shell.frame.dataset.kind = style.kind;
  };
  mark(floating);
  if (style.kind === "none") return;
  const shown = there?.availability as keyof typeof style.pictures;
  const picture = style.pictures[shown] ?? style.pictures.online;
  if (picture)
    for (const [name, value] of Object.entries({ width: `${picture.width}px`, shape: `${picture.width}/${picture.height}` }))
      button.style.setProperty(`--${name}`, value);
  const kept = document.querySelector("[data-parlor-place]");
  if (!INLINE.includes(style.kind) || !(kept || document.body.contains(script))) {
    floating?.frame.append(button);
    return;
  }
  shells[1] ??= shell();
  const { host, frame } = shells[1];
  mark(shells[1]);
  host.className = `inline ${style.kind}`;
  host.style.cssText = floating?.host.style.cssText ?? "";
  frame.hidden = floating?.frame.hidden ?? false;
  if (kept) {
    if (host.parentElement !== kept) kept.append(host);
  } else if (script.nextSibling !== host) script.after(host);
  if (button.parentElement !== frame) frame.append(button);
  refresh();
}
