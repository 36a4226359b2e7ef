import { type Attachment, FILE_MAX_BYTES, type FileUpload, type StoredFile, type UploadTarget } from "@parlor/protocol";
import { signal } from "@preact/signals";
import { post, Refusal } from "./api";
import { pictureOf } from "./thumbnail";

const NAME_MAX = 120;
/** Browsers know no type for these, or each another one. */
const TYPES: Record<string, string> = {
  csv: "text/csv",
  log: "text/plain",
  txt: "text/plain",
  zip: "application/zip",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ppt: "application/vnd.ms-powerpoint",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};

/**
 * waiting: for a conversation or the network; uploading: on its way, `progress` from 0 to 1; failed: `code` says why, and
 * `again` whether it is worth another try.
 */
export interface Upload {
  key: string;
  name: string;
  type: string;
  size: number;
  state: "waiting" | "uploading" | "failed";
  progress: number;
  code?: string;
  again?: boolean;
  /** A picture of this machine, to be shown meanwhile. */
  preview?: string;
}

interface Around {
  readonly api: string;
  token(): string;
  /** The open conversation; undefined while there is none, or the network is gone. */
  conversationId(): string | undefined;
  /** A conversation is needed. */
  want(): void;
  /** The file is in the store: it can be said now. */
  finished(file: Attachment): void;
}

class Refused extends Error {
  constructor(
    readonly code: string,
    readonly again: boolean,
  ) {
    super(code);
  }
}

/** Files on their way into the store, one after another, from this page's memory: they live as long as it does. */
export class Uploads {
  readonly items = signal<readonly Upload[]>([]);
  readonly #around: Around;
  readonly #files = new Map<string, File>();
  /** What was sent from here can be shown without asking for it. */
  readonly #sent = new Map<string, { file: Attachment; preview?: string }>();
  #running: { key: string; cancel: AbortController } | undefined;
  #count = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      this.#count += 1;
      const key = `upload ${this.#count}`;
      const type = typeOf(file);
      const code = file.size > FILE_MAX_BYTES ? "too_large" : file.size === 0 ? "empty" : undefined;
      const upload: Upload = {
        ...{ key, type, name: nameOf(file), size: file.size, state: code ? "failed" : "waiting", progress: 0 },
        ...(code ? { code } : {}),
        ...(type.startsWith("image/") && !code ? { preview: URL.createObjectURL(file) } : {}),
      };
      this.#files.set(key, file);
      this.items.value = [...this.items.value, upload];
    }
    this.go();
  }

  /** Sends what waits, if there is a conversation to send it to. */
  go(): void {
    const next = this.items.value.find((each) => each.state === "waiting");
    if (this.#running || !next) return;
    const conversationId = this.#around.conversationId();
    if (conversationId) void this.#run(next, conversationId);
    else this.#around.want();
  }

  retry(key: string): void {
    const item = this.items.value.find((each) => each.key === key);
    if (!item?.again) return;
    const { code: _, again: __, ...rest } = item;
    this.items.value = this.items.value.map((each) => (each.key === key ? { ...rest, state: "waiting", progress: 0 } : each));
    this.go();
  }

  cancel(key: string): void {
    if (this.#running?.key === key) this.#running.cancel.abort();
    this.#drop(key, true);
  }

  /** A file that was sent from this page. */
  sent(fileId: string): { file: Attachment; preview?: string } | undefined {
    return this.#sent.get(fileId);
  }

  async #run({ key, name, type, size, preview }: Upload, conversation_id: string): Promise<void> {
    const file = this.#files.get(key);
    if (!file) return;
    const cancel = new AbortController();
    this.#running = { key, cancel };
    this.#change(key, { state: "uploading", progress: 0 });
    try {
      const picture = type.startsWith("image/") ? await pictureOf(file) : undefined;
      const { thumbnail, ...measures } = picture ?? {};
      const announced = await this.#ask<FileUpload>("files", cancel.signal, {
        ...{ conversation_id, name, type, size },
        ...measures,
        ...(thumbnail ? { thumbnail_size: thumbnail.size } : {}),
      });
      if (thumbnail && announced.thumbnail_target) await put(announced.thumbnail_target, thumbnail, cancel.signal);
      await put(announced.target, file, cancel.signal, (progress) => this.#change(key, { progress }));
      const stored = await this.#ask<StoredFile>(`files/${announced.file_id}/finish`, cancel.signal, {});
      this.#sent.set(stored.file_id, { file: stored, ...(preview ? { preview } : {}) });
      this.#drop(key, false);
      this.#around.finished(stored);
    } catch (error) {
      if (!cancel.signal.aborted) this.#failed(key, error);
    } finally {
      this.#running = undefined;
    }
    this.go();
  }

  #failed(key: string, error: unknown): void {
    const { code, again } = error instanceof Refused ? error : { code: "network", again: true };
    // Without a connection it is not the file's fault: it goes on by itself when there is one.
    if (code === "network" && !this.#around.conversationId()) this.#change(key, { state: "waiting", progress: 0 });
    else this.#change(key, { state: "failed", code, again });
  }

  async #ask<T>(path: string, signal: AbortSignal, body: object): Promise<T> {
    try {
      return await post<T>(this.#around.api, path, { visitor_token: this.#around.token(), ...body }, signal);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, field } = error.problem;
      const why = field === "type" || field === "name" ? "type" : field === "size" ? "too_large" : code;
      throw new Refused(why, error.status >= 500 || error.status === 429);
    }
  }

  #change(key: string, changes: Partial<Upload>): void {
    this.items.value = this.items.value.map((each) => (each.key === key ? { ...each, ...changes } : each));
  }

  #drop(key: string, forget: boolean): void {
    const item = this.items.value.find((each) => each.key === key);
    if (forget && item?.preview) URL.revokeObjectURL(item.preview);
    this.#files.delete(key);
    this.items.value = this.items.value.filter((each) => each.key !== key);
  }
}

/** A presigned form, straight into the store. XMLHttpRequest tells how far it is, which fetch does not. */
function put(target: UploadTarget, file: Blob, cancel: AbortSignal, progress?: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
    form.append("file", file);
    request.upload.onprogress = ({ loaded, total }) => progress?.(total > 0 ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Refused("refused", true)));
    request.onerror = () => reject(new Error("network"));
    request.onabort = () => reject(new Error("cancelled"));
    cancel.addEventListener("abort", () => request.abort());
    request.open("POST", target.url);
    request.send(form);
  });
}

/** The end of a long name says what the file is. */
function nameOf(file: File): string {
  return (file.name || "file").slice(-NAME_MAX);
}

function typeOf(file: File): string {
  const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
  return TYPES[ending] ?? (file.type.split(";")[0] || "application/octet-stream");
}
