import { FILE_MAX_BYTES, type SharedFile, THUMBNAIL_MAX_BYTES } from "@parlor/protocol";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { fittingName, mediaType } from "../desk/composer/file-facts.ts";
import { measure } from "../desk/composer/picture.ts";
import { postForm } from "../desk/composer/post-form.ts";

/** Uploads a file and puts it among the common ones. Raises `ApiProblem`; a signal that is aborted ends it with its reason. */
export async function addSharedFile(
  file: File,
  kept: { title: string; folder: string },
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<SharedFile> {
  if (file.size > FILE_MAX_BYTES) throw new ApiProblem({ code: "file_too_large", status: 400, field: "size" });
  if (file.size === 0) throw new ApiProblem({ code: "file_empty", status: 400, field: "size" });
  const picture = await measure(file, THUMBNAIL_MAX_BYTES);
  signal.throwIfAborted();
  const announced = await call(
    "announce_file",
    {
      body: {
        name: fittingName(file.name),
        type: mediaType(file.type),
        size: file.size,
        ...(picture ? { width: picture.width, height: picture.height } : {}),
        ...(picture?.thumbnail ? { thumbnail_size: picture.thumbnail.size } : {}),
      },
    },
    signal,
  );
  await postForm(announced.target, file, signal, onProgress);
  if (picture?.thumbnail && announced.thumbnail_target) {
    await postForm(announced.thumbnail_target, picture.thumbnail, signal, () => undefined);
  }
  const stored = await call("finish_file", { path: { file_id: announced.file_id } }, signal);
  return call("add_shared_file", { body: { file_id: stored.file_id, ...kept } }, signal);
}
