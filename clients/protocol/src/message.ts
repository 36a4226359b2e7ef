import type { ConversationView, ListBlock, Message, Paragraph, SendMessage } from "./generated";

/** What a message says, as it is sent. */
export type MessageContent = Omit<SendMessage, "type" | "action" | "conversation_id" | "client_id">;

export type RichText = readonly (Paragraph | ListBlock)[];

/** How far a message has come: stored, on a screen of the other side, or read there. */
export type MessageState = "sent" | "delivered" | "read";

/** For the sender's side of a message. */
export function messageState(entry: Pick<Message, "seq" | "by">, conversation: ConversationView): MessageState {
  const mine = entry.by.role === "visitor";
  const { read_by_agent, read_by_visitor, delivered_to_agent, delivered_to_visitor } = conversation;
  if (entry.seq <= ((mine ? read_by_agent : read_by_visitor) ?? 0)) return "read";
  return entry.seq <= ((mine ? delivered_to_agent : delivered_to_visitor) ?? 0) ? "delivered" : "sent";
}

/** The words of formatted text, a line for each paragraph and item: the same that the server makes of it. */
export function plainText(body: RichText): string {
  return body
    .flatMap((block) =>
      block.type === "paragraph"
        ? [lineText(block.spans)]
        : block.items.map((item, i) => (block.ordered ? `${i + 1}. ` : "• ") + lineText(item)),
    )
    .join("\n");
}

function lineText(spans: Paragraph["spans"]): string {
  return spans.map((span) => span.text).join("");
}
