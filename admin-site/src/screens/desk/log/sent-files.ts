import type { Attachment } from "@parlor/protocol";

/** Files that left this page: until the server confirms their messages, only we know what they are. */
const known = new Map<string, Attachment>();

export function rememberSentFile(file: Attachment): void {
  known.set(file.file_id, file);
}

export function sentFile(fileId: string): Attachment | undefined {
  return known.get(fileId);
}
