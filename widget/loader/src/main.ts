import { boot, type Command, safely } from "./host";
import type { Told } from "./rules/watch";
import { createView } from "./view";

/** Replaced when the widget is published. */
const API = "__PARLOR_API__";

declare global {
  interface Window {
    /** Before the loader has come: an array of commands, which it then carries out. */
    parlor?: Record<Command, () => void> & { push(command: Told): void };
  }
}

safely(() => {
  const script = document.currentScript as HTMLScriptElement;
  const before: unknown = window.parlor;
  if (before && !Array.isArray(before)) return;
  const { tenant = "", style = "", agent, language = "" } = script.dataset;
  // Kept for the rules of automatic invitations, if there are any.
  const told: Told[] = [];
  const commands = boot({ api: API, base: script.src.replace(/[^/]*$/, ""), tenant, style, agent, language, createView, told });
  const push = safely((command: Told) => (commands[command[0] as Command] ?? (() => told.push(command)))());
  window.parlor = {
    open: safely(commands.open),
    close: safely(commands.close),
    hide: safely(commands.hide),
    push,
  };
  for (const command of (before ?? []) as Told[]) push(command);
})();
