import type { Widget } from "../../../clients/widget-api/src/types";
import type { Line } from "./core";
import { boot } from "./host";
import type { Told } from "./rules/watch";
import { safely } from "./safely";
import { createView } from "./view";

/** Replaced when the widget is published. */
const API = "__PARLOR_API__";

safely(() => {
  const script = document.currentScript as HTMLScriptElement;
  const before: unknown = window.parlor;
  if (before && !Array.isArray(before)) return;
  const { tenant = "", style = "", agent, language = "" } = script.dataset;
  const { told, tell, ...commands } = boot({
    ...{ api: API, base: script.src.replace(/[^/]*$/, ""), tenant, style, agent, language },
    createView: (toggle) => createView(toggle, script),
  });
  const own = commands as unknown as Record<string, (value: unknown) => void>;
  const push = safely(([name, ...values]: Line) => {
    if (own[name]) own[name](values[0]);
    else if (/^(cart|event)$/.test(name)) told([name, ...values] as Told);
    else tell([name, ...values]);
  });
  const parlor = { push } as unknown as Record<string, unknown>;
  for (const name of [...Object.keys(own), "hide", "show", "identify", "tag", "track", "conversion"])
    parlor[name] = (...values: unknown[]) => push([name, ...values]);
  parlor.on = (event: string, listener: unknown) => {
    push(["on", event, listener]);
    return () => push(["off", event, listener]);
  };
  window.parlor = parlor as unknown as Widget;
  for (const command of (before ?? []) as Line[]) push(command);
})();
