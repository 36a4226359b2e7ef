import type { Begun } from "../../../shared/useDraft.ts";
import type { CardValues } from "./card.ts";

export type Kept = CardValues & { version: number; customer_id: string };
export type BegunCard = ({ mode: "new"; values: CardValues } | ({ mode: "edit" } & Begun<Kept>)) | undefined;

/** Cards that are being written, by visitor: an agent looks at something else in between, and comes back. */
const begun = new Map<string, BegunCard>();

export const begunCard = (visitorId: string): BegunCard => begun.get(visitorId);

export function keepCard(visitorId: string, card: BegunCard): void {
  if (card) begun.set(visitorId, card);
  else begun.delete(visitorId);
}
