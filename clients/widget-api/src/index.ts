import type { EventName, Identity, Listener, LoadOptions, Widget } from "./types.js";

export type * from "./types.js";

const inBrowser = (): boolean => typeof window !== "undefined";
const widget = (): Widget | undefined => (Array.isArray(window.parlor) ? undefined : window.parlor);
let loading: Promise<boolean> | undefined;

/** Now, or as soon as the loader is there. Nothing on a server. */
function say(...command: [keyof Widget, ...unknown[]]): void {
  if (!inBrowser()) return;
  window.parlor ??= [];
  window.parlor.push(command);
}

/**
 * Fetches the widget, once for a page, whoever asks how often. True when it is there; false where it could not be fetched, because
 * the network or a blocker did not let it through, and on a server. Never rejects.
 */
export function load({ host = "", src, tenant, style, language, agent, nonce }: LoadOptions): Promise<boolean> {
  if (!inBrowser()) return Promise.resolve(false);
  if (widget()) return Promise.resolve(true);
  loading ??= new Promise((resolve) => {
    window.parlor ??= [];
    const script = document.createElement("script");
    script.src = src ?? `${host.replace(/\/+$/, "")}/widget/loader.js`;
    script.async = true;
    if (nonce) script.nonce = nonce;
    for (const [name, value] of Object.entries({ tenant, style, language, agent })) if (value) script.dataset[name] = value;
    script.onload = () => resolve(true);
    script.onerror = () => {
      // Another attempt may succeed.
      loading = undefined;
      script.remove();
      resolve(false);
    };
    document.head.append(script);
  });
  return loading;
}

/** Opens the window. */
export const open = (): void => say("open");

/** Closes the window; the launcher stays. */
export const close = (): void => say("close");

/** Takes launcher and window off the page … */
export const hide = (): void => say("hide");

/** … and puts the launcher back. */
export const show = (): void => say("show");

/** What the visitor answered to your question, where the style asks for consent: nothing is stored or sent before `true`. */
export const consent = (given: boolean): void => say("consent", given);

/** Who is signed in on your site. `null`: nobody; say so on every page where that is so, and when somebody signs out. */
export const identify = (identity: Identity | null): void => say("identify", identity);

/** Marks the visitor for rules and for your agents. */
export const tag = (name: string): void => say("tag", name);

/** Something that the visitor did, for rules and for the track that your agents see. */
export const track = (name: string, value?: number | Record<string, unknown>): void => say("track", name, value);

/** Something that you count as a success, with its worth. */
export const conversion = (name: string, value?: number): void => say("conversion", name, value);

/** Calls `listener` at every such event, also before the loader is there. Returns how to stop it. */
export function on<Name extends EventName>(event: Name, listener: Listener<Name>): () => void {
  let live = true;
  const heard = ((...values) => live && listener(...values)) as Listener<Name>;
  const there = inBrowser() ? widget() : undefined;
  const off = there?.on(event, heard);
  if (!there) say("on", event, heard);
  return () => {
    live = false;
    off?.();
  };
}
