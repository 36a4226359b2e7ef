import type { StyleContent, StyleDraft } from "@parlor/protocol";
import { ApiProblem } from "../../api/problem.ts";
import { changedKeys, rebase } from "../../shared/draft.ts";

/** What a person can change of a draft, part by part. */
export type Parts = { name: string } & StyleContent;

/** The draft as the server should have it, and how far it has got. */
export interface Editing {
  /** As the server has it, as far as we know. */
  base: StyleDraft;
  parts: Parts;
  /**
   * `typed`: there is something to save; `wrong`: it cannot be saved as it is; `offline`: nobody answers, it is tried again;
   * `refused`: the server did not take it; `conflict`: a colleague has changed the same parts meanwhile.
   */
  status: "saved" | "typed" | "saving" | "wrong" | "offline" | "refused" | "conflict";
  problem?: unknown;
  conflicts: readonly (keyof Parts)[];
}

export interface Server {
  save(change: { version: number; name?: string; content?: StyleContent }): Promise<StyleDraft>;
  load(): Promise<StyleDraft>;
}

const SAVE_AFTER_MS = 800;
const TRY_AGAIN_MS = 5_000;

const partsOf = ({ name, content }: StyleDraft): Parts => ({ ...(withoutNulls(content) as StyleContent), name });
const keysOf = (...all: Parts[]) => [...new Set(all.flatMap((parts) => Object.keys(parts)))] as (keyof Parts)[];

/** What is not set comes as null or not at all. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, withoutNulls(each)]])));
}

export function begin(base: StyleDraft): Editing {
  return { base, parts: partsOf(base), status: "saved", conflicts: [] };
}

export const isDirty = ({ base, parts }: Editing): boolean => changedKeys(partsOf(base), parts, keysOf(partsOf(base), parts)).length > 0;

const settled = (editing: Editing): Editing => ({ ...editing, status: isDirty(editing) ? "typed" : "saved" });

export function typed(editing: Editing, change: Partial<Parts>): Editing {
  const { problem: _, ...rest } = editing;
  const next = { ...rest, parts: { ...editing.parts, ...change } };
  // What stands in conflict stays so until somebody has decided; what is on its way is looked at when it has arrived.
  return editing.status === "conflict" || editing.status === "saving" ? next : settled(next);
}

/** The server has `sent` now; what was typed since is still to be saved. */
export function saved(editing: Editing, sent: Parts, base: StyleDraft): Editing {
  const { draft } = rebase(sent, editing.parts, partsOf(base), keysOf(sent, editing.parts, partsOf(base)));
  return settled({ base, parts: draft, status: "saved", conflicts: [] });
}

/** A colleague was faster: their changes of other parts are taken in, of the same parts somebody has to choose. */
export function met(editing: Editing, theirs: StyleDraft): Editing {
  const base = partsOf(editing.base);
  const { draft, conflicts } = rebase(base, editing.parts, partsOf(theirs), keysOf(base, editing.parts, partsOf(theirs)));
  if (conflicts.length > 0) return { base: theirs, parts: draft, status: "conflict", conflicts };
  return settled({ base: theirs, parts: draft, status: "saved", conflicts: [] });
}

/** Keeps a draft on the server up to date with what is typed: soon after the last key, one request at a time, nothing lost. */
export class Keeper {
  readonly #server: Server;
  readonly #wrong: (parts: Parts) => boolean;
  readonly #listeners = new Set<() => void>();
  #editing: Editing;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(base: StyleDraft, server: Server, wrong: (parts: Parts) => boolean) {
    this.#editing = begin(base);
    this.#server = server;
    this.#wrong = wrong;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): Editing => this.#editing;

  change(change: Partial<Parts>): void {
    this.#set(typed(this.#editing, change));
    this.#later(SAVE_AFTER_MS);
  }

  /** What a colleague has saved meanwhile comes in while nothing is typed. */
  async refresh(): Promise<void> {
    if (this.#editing.status !== "saved") return;
    const theirs = await this.#server.load().catch(() => undefined);
    if (theirs && theirs.version > this.#editing.base.version && !this.#running) this.#set(met(this.#editing, theirs));
  }

  takeTheirs(): void {
    this.#set(begin(this.#editing.base));
  }

  keepMine(): void {
    this.#set(settled({ ...this.#editing, conflicts: [] }));
    void this.flush();
  }

  /** Saves at once what there is to save. False: something stands in the way, and `status` says what. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.#editing.status === "offline" || this.#editing.status === "refused" || this.#editing.status === "wrong")
      this.#set(settled(this.#editing));
    if (this.#editing.status === "typed") await this.#save();
    return this.#editing.status === "saved";
  }

  /** Publishes: the server does something with the draft as it is. What is typed meanwhile is saved after it. */
  async act(run: (version: number) => Promise<StyleDraft>): Promise<boolean> {
    if (!(await this.flush())) return false;
    const { base, parts } = this.#editing;
    await this.#alone(async () => {
      const answer = await run(base.version);
      this.#set(saved(this.#editing, parts, answer));
    });
    return true;
  }

  /** Gives up what is typed and not saved for what the server makes of its draft. */
  async replace(run: (version: number) => Promise<StyleDraft>): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    await this.#alone(async () => this.#set(begin(await run(this.#editing.base.version))));
  }

  /** The page is left, or put aside: what was typed does not wait any longer. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.#editing.status === "typed") void this.flush();
  }

  #set(editing: Editing): void {
    const wrong = editing.status === "typed" && this.#wrong(editing.parts);
    this.#editing = wrong ? { ...editing, status: "wrong" } : editing;
    for (const listener of this.#listeners) listener();
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#editing.status === "typed" || this.#editing.status === "offline") this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #alone(run: () => Promise<void>): Promise<void> {
    const running = run();
    this.#running = running.catch(() => {});
    try {
      await running;
    } finally {
      this.#running = undefined;
    }
  }

  async #save(): Promise<void> {
    const sent = this.#editing.parts;
    const { base } = this.#editing;
    this.#set({ ...this.#editing, status: "saving" });
    await this.#alone(async () => {
      try {
        const { name, ...content } = sent;
        const answer = await this.#server.save({ version: base.version, name, content });
        this.#set(saved(this.#editing, sent, answer));
      } catch (error) {
        await this.#failed(error, sent);
      }
    });
    this.#later(this.#editing.status === "offline" ? TRY_AGAIN_MS : SAVE_AFTER_MS);
  }

  async #failed(problem: unknown, sent: Parts): Promise<void> {
    const known = problem instanceof ApiProblem;
    if (known && problem.code === "conflict") {
      const theirs = await this.#server.load().catch(() => undefined);
      this.#set(theirs ? met(this.#editing, theirs) : { ...this.#editing, status: "offline" });
    } else if (known && (problem.status === 0 || problem.status >= 500)) this.#set({ ...this.#editing, status: "offline" });
    else if (this.#editing.parts === sent) this.#set({ ...this.#editing, status: "refused", problem });
    else this.#set(settled(this.#editing));
  }
}
