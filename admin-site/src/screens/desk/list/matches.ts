import type { ConversationView } from "@parlor/protocol";

/** `words` in small letters. */
export function matches(view: ConversationView, words: string): boolean {
  if (words === "") return true;
  return [view.visitor_name, view.visitor_number, view.last_text, view.visitor_email].some((text) => text?.toLowerCase().includes(words));
}
