import type { FileLink } from "@parlor/protocol";
import { useEffect } from "react";
import { call } from "../../../api/session.ts";
import { createStore, useStore } from "../../../shared/store.ts";

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
const wanted = new Map<string, Set<string>>();
const waiting = new Map<string, ((known: Known) => void)[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

const holds = (known: Known | undefined): known is Known & { link: FileLink } =>
  known?.link !== undefined && known.until - SPARE_MS > Date.now();

function want(conversationId: string, fileId: string): void {
  const files = wanted.get(conversationId) ?? new Set();
  wanted.set(conversationId, files.add(fileId));
  if (timer === undefined) timer = setTimeout(askForAll, GATHER_MS);
}

function askForAll(): void {
  timer = undefined;
  for (const [conversationId, files] of wanted) {
    const ids = [...files];
    for (let from = 0; from < ids.length; from += AT_ONCE) void ask(conversationId, ids.slice(from, from + AT_ONCE));
  }
  wanted.clear();
}

async function ask(conversation_id: string, file_ids: string[]): Promise<void> {
  let found: Map<string, Known>;
  try {
    const { links, expires_at } = await call("get_file_links", { body: { conversation_id, file_ids } });
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
export function useFileLink(conversationId: string, fileId: string): { link: FileLink | undefined; failed: boolean; again: () => void } {
  const known = useStore(store, (state) => state.get(fileId));
  const asked = known !== undefined && (holds(known) || known.failed === true);
  useEffect(() => {
    if (!asked) want(conversationId, fileId);
  }, [asked, conversationId, fileId]);
  const again = () => {
    store.set((state) => {
      const next = new Map(state);
      next.delete(fileId);
      return next;
    });
    want(conversationId, fileId);
  };
  return { link: known?.link, failed: known?.failed ?? false, again };
}

/** Addresses that hold now; undefined when the server gives none. */
export async function freshLink(conversationId: string, fileId: string): Promise<FileLink | undefined> {
  const known = store.get().get(fileId);
  if (holds(known)) return known.link;
  const answer = await new Promise<Known>((resolve) => {
    waiting.set(fileId, [...(waiting.get(fileId) ?? []), resolve]);
    want(conversationId, fileId);
  });
  return answer.link;
}

/** Saves a file on the device. False: it could not be had. */
export async function download(conversationId: string, fileId: string): Promise<boolean> {
  const link = await freshLink(conversationId, fileId);
  if (!link) return false;
  const anchor = document.createElement("a");
  anchor.href = link.download_url;
  anchor.download = "";
  anchor.rel = "noopener";
  anchor.click();
  return true;
}
