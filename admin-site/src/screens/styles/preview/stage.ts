import type { ClientFrame } from "@parlor/protocol";
import { answersTo, type Play } from "./scenes.ts";

/** Names that the preview's widget gets; nothing is kept under them. */
const TENANT = "01JD0000000000000000000000";
const STYLE = "01JD0000000000000000000001";
/** A page with a place in its head, where kinds of launchers stand that are part of the page. */
const PAGE = `<!doctype html><html><body style="margin:0"><p style="position:absolute;top:0;right:28px;margin:20px 0"></p></body></html>`;
const LOOK_EVERY_MS = 60;
const PATIENCE_MS = 40_000;
/** The window has drawn itself once it is there and still for so long. */
const DRAWN_MS = 120;

/** What the widget asks for over HTTP. */
export interface Answers {
  /** The published file. */
  file: object;
  /** The answer to a visit. */
  visit: object;
}

/** Where the widget lies: beside the admin site. */
const WIDGET: string = import.meta.env.VITE_PARLOR_WIDGET ?? new URL("../widget/", document.baseURI).href;

/**
 * Plays a scene in an empty frame of ours: the real loader and the real window, on a page whose network is this function.
 * Nothing leaves the browser but requests for the widget's own files, and nothing is stored.
 *
 * Resolves when the scene is drawn; rejects when the widget could not be loaded.
 */
export async function openStage(frame: HTMLIFrameElement, answers: Answers, play: Play): Promise<void> {
  frame.srcdoc = PAGE;
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  const inside = frame.contentWindow as (Window & typeof globalThis) | null;
  const page = frame.contentDocument;
  if (!inside || !page) throw new Error("no frame");
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(inside, name, { value: {} });
  inside.fetch = async (input) => answerOf(inside, String(input), answers);
  Object.assign(inside, { WebSocket: socketOf(play) });

  return new Promise((resolve, reject) => {
    const script = page.createElement("script");
    script.src = `${WIDGET}loader.js`;
    script.dataset.tenant = TENANT;
    script.dataset.style = STYLE;
    script.onerror = () => reject(new Error("no loader"));
    script.onload = () => {
      if (play.open) (inside as { parlor?: { open(): void } }).parlor?.open();
      const started = Date.now();
      const look = setInterval(() => {
        if (!frame.isConnected || Date.now() - started > PATIENCE_MS) {
          clearInterval(look);
          reject(new Error("not drawn"));
        } else if (isDrawn(page, play)) {
          clearInterval(look);
          setTimeout(resolve, DRAWN_MS);
        }
      }, LOOK_EVERY_MS);
    };
    page.querySelector("p")?.append(script);
  });
}

function answerOf(inside: typeof globalThis, url: string, { file, visit }: Answers): Response {
  const body = /\/styles\/[^/]+\/[^/]+\.json/.test(url) ? file : url.endsWith("/widget/visit") ? visit : undefined;
  return new inside.Response(JSON.stringify(body ?? {}), { status: body ? 200 : 404, headers: { "Content-Type": "application/json" } });
}

/** A WebSocket that is open at once and answers as the scene has it. */
function socketOf(play: Play) {
  return class {
    onopen?: () => void;
    onmessage?: (event: { data: string }) => void;
    onclose?: () => void;

    constructor() {
      setTimeout(() => {
        this.onopen?.();
        for (const frame of play.first) this.#say(frame);
      });
    }

    send(text: string): void {
      for (const frame of answersTo(JSON.parse(text) as ClientFrame, play)) setTimeout(() => this.#say(frame));
    }

    close(): void {}

    #say(frame: object): void {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
  };
}

/** The launcher alone, or the window with something in it. */
function isDrawn(page: Document, play: Play): boolean {
  const roots = [...page.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? []);
  const windowed = play.open || play.first.length > 0;
  return roots.some((root) =>
    windowed
      ? [...root.querySelectorAll("iframe")].some((each) => each.contentDocument?.querySelector("main")?.firstElementChild)
      : root.childElementCount > 0,
  );
}
