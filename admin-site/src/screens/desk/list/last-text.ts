import type { ConversationView, Entry } from "@parlor/protocol";
import type { TFunction } from "i18next";

/** What the row shows of the last message: its words, with a word before them for what is more than words. */
export function lastText(t: TFunction, view: ConversationView, entries: readonly Entry[] | undefined): string {
  const kind = isRecalled(entries) ? "recalled" : (view.last_kind ?? "text");
  const words = kind === "recalled" ? "" : (view.last_text ?? "");
  if (kind === "text") return words || view.page_title || t("desk.noMessageYet");
  return [t(`kind.${kind}`), words].filter(Boolean).join(" ");
}

/** The row is not told when its last message is taken back; the log is. */
function isRecalled(entries: readonly Entry[] | undefined): boolean {
  for (let i = (entries?.length ?? 0) - 1; i >= 0; i--) {
    const entry = entries?.[i];
    if (entry?.kind === "message") return entry.recalled === true;
  }
  return false;
}
