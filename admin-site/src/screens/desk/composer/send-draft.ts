import { type MessageContent, plainText } from "@parlor/protocol";
import type { Draft, DraftPart } from "../drafts.ts";

/** One message for what cannot share one. Uploads leave by themselves when they are there. */
function contentOf(part: DraftPart): MessageContent[] {
  switch (part.kind) {
    case "upload":
      return [];
    case "file":
      return [{ file_id: part.file.file_id }];
    case "page":
      return [{ page: part.page }];
    case "form":
      return [{ form_id: part.formId }];
    case "survey":
      return [{ survey: true }];
  }
}

/** What only visitors can use: a page, a form, the survey. It stays in the draft while a note is sent. */
export const isForVisitors = ({ kind }: DraftPart) => kind === "page" || kind === "form" || kind === "survey";

/** The messages that a draft becomes: what goes along first, then the words. The quote goes with the words, if there are any. */
export function messagesOf(draft: Draft, formatted: boolean): MessageContent[] {
  const parts = draft.parts ?? [];
  const messages = (draft.note ? parts.filter((part) => !isForVisitors(part)) : parts).flatMap(contentOf);
  const text = (draft.body ? plainText(draft.body) : draft.text).trim();
  if (text !== "") messages.push(draft.body && formatted ? { body: draft.body } : { text });
  const quoting = text !== "" ? messages[messages.length - 1] : messages[0];
  if (quoting && draft.quote !== undefined) quoting.quote = draft.quote;
  if (draft.note) for (const message of messages) message.note = true;
  return messages;
}
