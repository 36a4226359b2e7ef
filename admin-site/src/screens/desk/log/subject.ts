import type { Author, ConversationView, Entry, InternalView } from "@parlor/protocol";
import { visitorLabel } from "../../../live/select.ts";

/** What a log belongs to: a visitor's conversation, or one among colleagues. */
export type LogView = ConversationView | InternalView;

export const isInternal = (view: LogView): view is InternalView => "creator_id" in view;

/** Whose words these are, as staff reads it. */
export function authorOf(view: LogView, by: Author): string {
  return by.role === "visitor" && !isInternal(view) ? visitorLabel(view) : (by.name ?? "");
}

/** Whether something stands on our side: with a visitor all that staff says, among colleagues what we say ourselves. */
export function isOurs(view: LogView, entry: Pick<Entry, "by">, agentId: string): boolean {
  return isInternal(view) ? entry.by.id === agentId : entry.by.role !== "visitor";
}
