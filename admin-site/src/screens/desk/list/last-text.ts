import type { ConversationView, Entry } from "@parlor/protocol";
import type { TFunction } from "i18next";

/** What the row shows of the last message: its words, with a word before them for what is more than words. */
export function lastText(t: TFunction, view: ConversationView, entries: readonly Entry[] | undefined): string {
  const kind = isRecalled(entries) ? "recalled" : (view.last_kind ?? "text");
  const words = kind === "recalled" ? "" : (view.last_text ?? "");
  if (kind === "text") return words || view.page_title || t("desk.noMessageYet");
  return [t(`kind.${kind}`), words].filter(Boolean).join(" ");
}

/** Whether the agent said the last words. The row knows the side only; of several agents the log knows which one. */
export function isOwn(view: ConversationView, entries: readonly Entry[] | undefined, agentId: string): boolean {
  if (view.last_by !== "agent") return false;
  const last = lastMessage(entries);
  return last ? last.by.id === agentId : view.agent_id === agentId;
}

/** The row is not told when its last message is taken back; the log is. */
const isRecalled = (entries: readonly Entry[] | undefined) => lastMessage(entries)?.recalled === true;

/** A note is no last message: the visitor's side of the row knows nothing of it. */
function lastMessage(entries: readonly Entry[] | undefined) {
  for (let i = (entries?.length ?? 0) - 1; i >= 0; i--) {
    const entry = entries?.[i];
    if (entry?.kind === "message" && !entry.note) return entry;
  }
  return undefined;
}
