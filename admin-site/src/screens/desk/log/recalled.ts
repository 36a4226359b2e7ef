import type { Message } from "@parlor/protocol";

/** Our own recalled messages of this page, for writing them anew: the log no longer says what they said. */
const kept = new Map<string, Message>();

const keyOf = (conversationId: string, seq: number) => `${conversationId}/${seq}`;

export function keepRecalled(conversationId: string, entry: Message): void {
  kept.set(keyOf(conversationId, entry.seq), entry);
}

export function recalledMessage(conversationId: string, seq: number): Message | undefined {
  return kept.get(keyOf(conversationId, seq));
}
