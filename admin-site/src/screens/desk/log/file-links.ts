import type { FileLink } from "@parlor/protocol";
import { useEffect } from "react";
import { call } from "../../../api/session.ts";
import { createStore, useStore } from "../../../shared/store.ts";
import { isInternal, type LogView } from "./subject.ts";

/** Milliseconds: what is asked for together goes in one request. */
const GATHER_MS = 30;
/** A link that ends so soon is as good as none. */
const SPARE_MS = 30_000;
/** As many as one request may ask for. */
const AT_ONCE = 50;

interface Known {
  link?: FileLink;
  until: number;
  failed?: boolean;
}

/** Signed addresses by file, as long as they hold. */
const store = createStore<ReadonlyMap<string, Known>>(new Map());
const wanted = new Map<string, { view: LogView; files: Set<string> }>();
const waiting = new Map<string, ((known: Known) => void)[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

const holds = (known: Known | undefined): known is Known & { link: FileLink } =>
  known?.link !== undefined && known.until - SPARE_MS > Date.now();

function want(view: LogView, fileId: string): void {
  const files = wanted.get(view.conversation_id)?.files ?? new Set();
  wanted.set(view.conversation_id, { view, files: files.add(fileId) });
  if (timer === undefined) timer = setTimeout(askForAll, GATHER_MS);
}

function askForAll(): void {
  timer = undefined;
  for (const { view, files } of wanted.values()) {
    const ids = [...files];
    for (let from = 0; from < ids.length; from += AT_ONCE) void ask(view, ids.slice(from, from + AT_ONCE));
  }
  wanted.clear();
}

async function ask(view: LogView, file_ids: string[]): Promise<void> {
  const { conversation_id } = view;
  let found: Map<string, Known>;
  try {
    const { links, expires_at } = await call("get_file_links", {
      body: { conversation_id, file_ids, ...(isInternal(view) ? { internal: true } : {}) },
    });
    found = new Map(links.map((link) => [link.file_id, { link, until: expires_at }]));
  } catch {
    found = new Map();
  }
  const answers = new Map(file_ids.map((id) => [id, found.get(id) ?? { until: 0, failed: true }]));
  store.set((known) => new Map([...known, ...answers]));
  for (const [id, known] of answers) {
    for (const resolve of waiting.get(id) ?? []) resolve(known);
    waiting.delete(id);
  }
}

/** A file's addresses. `again` asks anew after a failure. */
export function useFileLink(view: LogView, fileId: string): { link: FileLink | undefined; failed: boolean; again: () => void } {
  const known = useStore(store, (state) => state.get(fileId));
  const asked = known !== undefined && (holds(known) || known.failed === true);
  useEffect(() => {
    if (!asked) want(view, fileId);
  }, [asked, view, fileId]);
  const again = () => {
    store.set((state) => {
      const next = new Map(state);
      next.delete(fileId);
      return next;
    });
    want(view, fileId);
  };
  return { link: known?.link, failed: known?.failed ?? false, again };
}

/** Addresses that hold now; undefined when the server gives none. */
export async function freshLink(view: LogView, fileId: string): Promise<FileLink | undefined> {
  const known = store.get().get(fileId);
  if (holds(known)) return known.link;
  const answer = await new Promise<Known>((resolve) => {
    waiting.set(fileId, [...(waiting.get(fileId) ?? []), resolve]);
    want(view, fileId);
  });
  return answer.link;
}

/** Saves a file on the device. False: it could not be had. */
export async function download(view: LogView, fileId: string): Promise<boolean> {
  const link = await freshLink(view, fileId);
  if (!link) return false;
  const anchor = document.createElement("a");
  anchor.href = link.download_url;
  anchor.download = "";
  anchor.rel = "noopener";
  anchor.click();
  return true;
}
