import type { ErasureView } from "@parlor/protocol";

export const erasuresKey = ["erasures"] as const;

export const isUnderWay = ({ state, stopped }: ErasureView): boolean => state !== "done" && !stopped;

/** What went, in the order in which the receipt says it; places of which nothing went are left out. */
export const ERASED = [
  "conversations",
  "entries",
  "files",
  "left_messages",
  "cards",
  "profiles",
  "identities",
  "visits",
  "events",
  "invitations",
  "subscriptions",
  "sockets",
  "blocks",
  "archive",
  "words",
  "audit",
  "deliveries",
  "parked",
  "downloads",
] as const;
