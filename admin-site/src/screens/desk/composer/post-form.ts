import type { UploadTarget } from "@parlor/protocol";
import { ApiProblem } from "../../../api/problem.ts";

/**
 * Sends a file straight to the store as a form. `onProgress` is told the share that has gone, 0 to 1. Raises `ApiProblem`
 * (`offline`, `upload_refused`), or the signal's reason when it was called off.
 */
export function postForm(target: UploadTarget, file: Blob, signal: AbortSignal, onProgress?: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(target.fields)) form.set(name, value);
    // The store reads nothing after the file.
    form.set("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", target.url);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new ApiProblem({ code: "upload_refused", message: request.statusText, status: request.status }));
    };
    request.onerror = () => reject(ApiProblem.offline());
    signal.addEventListener("abort", () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(form);
  });
}
