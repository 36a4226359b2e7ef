import { boot, type Command, safely } from "./host";
import { createView } from "./view";

/** Replaced when the widget is published. */
const API = "__PARLOR_API__";

declare global {
  interface Window {
    /** Before the loader has come: an array of `[command]`, which it then carries out. */
    parlor?: Record<Command, () => void> & { push(command: [Command]): void };
  }
}

safely(() => {
  const script = document.currentScript as HTMLScriptElement;
  const before: unknown = window.parlor;
  if (before && !Array.isArray(before)) return;
  const { tenant = "", style = "" } = script.dataset;
  const commands = boot({ api: API, base: script.src.replace(/[^/]*$/, ""), tenant, style, createView });
  const push = safely(([command]: [Command]) => commands[command]());
  window.parlor = {
    open: safely(commands.open),
    close: safely(commands.close),
    hide: safely(commands.hide),
    push,
  };
  for (const command of (before ?? []) as [Command][]) push(command);
})();
