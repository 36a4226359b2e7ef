import type { Block } from "@parlor/protocol";

export type BlockState = "planned" | "holds" | "over";

export function blockState({ from_at, until }: Pick<Block, "from_at" | "until">, now: number): BlockState {
  if (until !== undefined && until !== null && until <= now) return "over";
  return from_at > now ? "planned" : "holds";
}
