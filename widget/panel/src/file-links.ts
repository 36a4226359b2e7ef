import type { FileLink, FileLinkList } from "@parlor/protocol";
import { type Signal, signal } from "@preact/signals";
import { post } from "./api";

/** Pictures that come into view together are asked for together. */
const GATHER_MS = 30;
/** As many as one question may name. */
const BATCH = 50;
/** A link that ends so soon may end before it is followed. */
const EARLY_MS = 30_000;
const RETRY_MS = [2_000, 8_000, 30_000];
/** Links of what is on the screen are kept good, so that a click never meets one that has ended. */
const LOOK_EVERY_MS = 20_000;
/** Whatever this machine's clock makes of the server's time, a link is kept at least and at most so long. */
const KEPT_MS = { least: 60_000, most: 10 * 60_000 };

interface Known {
  link: Signal<FileLink | undefined>;
  until: number;
  tries: number;
}

export interface FileSource {
  readonly api: string;
  token(): string;
  /** Whether somebody looks at the conversation. */
  looking(): boolean;
}

/** Signed links of a conversation's files: asked for when a file is shown, in batches, and again when they have ended. */
export class FileLinks {
  readonly #source: FileSource;
  readonly #conversationId: string;
  readonly #known = new Map<string, Known>();
  readonly #wanted = new Set<string>();
  readonly #renewal: ReturnType<typeof setInterval>;
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(source: FileSource, conversationId: string) {
    this.#source = source;
    this.#conversationId = conversationId;
    this.#renewal = setInterval(() => source.looking() && this.#renew(), LOOK_EVERY_MS);
  }

  dispose(): void {
    clearInterval(this.#renewal);
    clearTimeout(this.#gathering);
  }

  /** Undefined until the answer has come. */
  of(fileId: string): Signal<FileLink | undefined> {
    const known = this.#known.get(fileId) ?? { link: signal(undefined), until: 0, tries: 0 };
    this.#known.set(fileId, known);
    if (known.until < Date.now() + EARLY_MS) {
      known.until = Date.now() + KEPT_MS.least;
      this.#want(fileId, GATHER_MS);
    }
    return known.link;
  }

  /** The link did not work, or is about to be followed: makes sure that it is a fresh one. */
  refresh(fileId: string): void {
    const known = this.#known.get(fileId);
    if (!known || known.tries >= RETRY_MS.length) return;
    this.#want(fileId, RETRY_MS[known.tries] ?? 0);
    known.tries += 1;
  }

  #renew(): void {
    for (const fileId of this.#known.keys()) this.of(fileId);
  }

  #want(fileId: string, ms: number): void {
    this.#wanted.add(fileId);
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.#ask();
    }, ms);
  }

  async #ask(): Promise<void> {
    const fileIds = [...this.#wanted].slice(0, BATCH);
    for (const id of fileIds) this.#wanted.delete(id);
    try {
      const asked = { visitor_token: this.#source.token(), conversation_id: this.#conversationId, file_ids: fileIds };
      const { links, expires_at } = await post<FileLinkList>(this.#source.api, "file-links", asked);
      const lasts = Math.min(KEPT_MS.most, Math.max(KEPT_MS.least, expires_at - Date.now()));
      for (const link of links) {
        const known = this.#known.get(link.file_id);
        if (!known) continue;
        known.until = Date.now() + lasts;
        known.tries = 0;
        known.link.value = link;
      }
    } catch {
      for (const id of fileIds) this.refresh(id);
    }
    const [next] = this.#wanted;
    if (next) this.#want(next, 0);
  }
}
