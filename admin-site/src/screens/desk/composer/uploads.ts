import { FILE_MAX_BYTES, type FileUpload, newUlid, type StoredFile, THUMBNAIL_MAX_BYTES } from "@parlor/protocol";
import { ApiProblem } from "../../../api/problem.ts";
import { call } from "../../../api/session.ts";
import { live } from "../../../live/index.ts";
import { createStore, useStore } from "../../../shared/store.ts";
import { addPart, draftOf, replacePart } from "../drafts.ts";
import { rememberSentFile } from "../log/sent-files.ts";
import { fittingName, mediaType } from "./file-facts.ts";
import { measure } from "./picture.ts";
import { postForm } from "./post-form.ts";

/** A file on its way into the store. */
export interface Upload {
  key: string;
  conversationId: string;
  file: File;
  /** Share that has gone, 0 to 1. */
  progress: number;
  problem: ApiProblem | undefined;
  /** The agent has pressed send already. */
  sendWhenReady: boolean;
  /** … for a private note. */
  note: boolean;
}

const store = createStore<ReadonlyMap<string, Upload>>(new Map());
const aborts = new Map<string, AbortController>();
/** Small pictures for the tray, as long as the part stands in it. */
const previews = new Map<string, string>();

export const previewOf = (key: string): string | undefined => previews.get(key);

/** The part has left the tray. */
export function dropPreview(key: string): void {
  const url = previews.get(key);
  if (url) URL.revokeObjectURL(url);
  previews.delete(key);
}

export const useUpload = (key: string): Upload | undefined => useStore(store, (uploads) => uploads.get(key));

function change(key: string, what: Partial<Upload>): void {
  store.set((uploads) => {
    const upload = uploads.get(key);
    return upload ? new Map(uploads).set(key, { ...upload, ...what }) : uploads;
  });
}

function forget(key: string): void {
  aborts.delete(key);
  store.set((uploads) => {
    const next = new Map(uploads);
    next.delete(key);
    return next;
  });
}

/** Begins to upload; the draft holds the file from now on. */
export function startUpload(conversationId: string, file: File): void {
  const key = newUlid(Date.now());
  if (file.type.startsWith("image/")) previews.set(key, URL.createObjectURL(file));
  const upload: Upload = { key, conversationId, file, progress: 0, problem: undefined, sendWhenReady: false, note: false };
  store.set((uploads) => new Map(uploads).set(key, upload));
  addPart(conversationId, { key, kind: "upload", name: fittingName(file.name) });
  void run(upload);
}

export function retryUpload(key: string): void {
  const upload = store.get().get(key);
  if (!upload) return;
  change(key, { problem: undefined, progress: 0 });
  void run(upload);
}

/** Calls an upload off, or takes away what is left of it. */
export function dropUpload(conversationId: string, key: string): void {
  aborts.get(key)?.abort();
  forget(key);
  dropPreview(key);
  replacePart(conversationId, key);
}

/** Sends the file as soon as it is there. */
export function sendWhenReady(key: string, note: boolean): void {
  change(key, { sendWhenReady: true, note });
}

async function run(upload: Upload): Promise<void> {
  const { key, conversationId } = upload;
  const abort = new AbortController();
  aborts.set(key, abort);
  try {
    const stored = await intoStore(upload, abort.signal);
    if (abort.signal.aborted) return;
    const file = attachment(stored);
    rememberSentFile(file);
    const waits = store.get().get(key);
    forget(key);
    if (waits?.sendWhenReady) {
      dropPreview(key);
      replacePart(conversationId, key);
      await live().say(conversationId, { file_id: file.file_id, ...(waits.note ? { note: true } : {}) });
    } else if (draftOf(conversationId).parts?.some((part) => part.key === key)) {
      replacePart(conversationId, key, { key, kind: "file", file });
    }
  } catch (error) {
    if (abort.signal.aborted) return;
    change(key, { problem: error instanceof ApiProblem ? error : ApiProblem.offline() });
  }
}

async function intoStore({ key, conversationId, file }: Upload, signal: AbortSignal): Promise<StoredFile> {
  if (file.size > FILE_MAX_BYTES) throw new ApiProblem({ code: "file_too_large", status: 400, field: "size" });
  if (file.size === 0) throw new ApiProblem({ code: "file_empty", status: 400, field: "size" });
  const picture = await measure(file, THUMBNAIL_MAX_BYTES);
  signal.throwIfAborted();
  const announced: FileUpload = await call(
    "announce_file",
    {
      body: {
        conversation_id: conversationId,
        ...(live().isInternal(conversationId) ? { internal: true } : {}),
        name: fittingName(file.name),
        type: mediaType(file.type),
        size: file.size,
        ...(picture ? { width: picture.width, height: picture.height } : {}),
        ...(picture?.thumbnail ? { thumbnail_size: picture.thumbnail.size } : {}),
      },
    },
    signal,
  );
  const { target, thumbnail_target } = announced;
  await Promise.all([
    postForm(target, file, signal, (progress) => change(key, { progress })),
    picture?.thumbnail && thumbnail_target ? postForm(thumbnail_target, picture.thumbnail, signal) : undefined,
  ]);
  return call("finish_file", { path: { file_id: announced.file_id } }, signal);
}

function attachment({ file_id, name, type, size, width, height, thumbnail }: StoredFile) {
  return {
    ...{ file_id, name, type, size },
    ...(width ? { width } : {}),
    ...(height ? { height } : {}),
    ...(thumbnail ? { thumbnail } : {}),
  };
}
