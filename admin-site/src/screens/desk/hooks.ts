import type { ConversationView, Entry, Pending } from "@parlor/protocol";
import { useEffect, useRef, useState } from "react";
import { live, useLive } from "../../live/index.ts";
import { keepPlaces } from "../../live/select.ts";
import type { LogState } from "../../live/state.ts";

const NO_ENTRIES: readonly Entry[] = [];
const NONE_PENDING: readonly Pending[] = [];

export interface OpenConversation {
  view: ConversationView | undefined;
  log: LogState | undefined;
  entries: readonly Entry[];
  pending: readonly Pending[];
}

/** Follows a conversation and its log while it is on the screen. */
export function useConversation(conversationId: string): OpenConversation {
  useEffect(() => live().attach(conversationId), [conversationId]);
  const view = useLive((state) => state.conversations.get(conversationId));
  const log = useLive((state) => state.logs.get(conversationId));
  const pending = useLive((state) => state.pending.get(conversationId)) ?? NONE_PENDING;
  return { view, log, entries: log?.entries ?? NO_ENTRIES, pending };
}

/**
 * The items in the order in which they stood when `held` began: nothing moves under a pointer. A new `order` is one that the
 * person asked for, and applies at once.
 */
export function useKeptOrder<T>(items: readonly T[], id: (item: T) => string, held: boolean, order?: unknown): T[] {
  const last = useRef<{ ids: string[]; order: unknown }>({ ids: [], order });
  const shown = held && last.current.order === order ? keepPlaces(items, last.current.ids, id) : [...items];
  useEffect(() => {
    last.current = { ids: shown.map(id), order };
  });
  return shown;
}

/** Whether the pointer is over an element. Touch has no pointer that stays. */
export function useHeld(): [boolean, { onPointerEnter: (event: React.PointerEvent) => void; onPointerLeave: () => void }] {
  const [held, setHeld] = useState(false);
  return [
    held,
    {
      onPointerEnter: (event) => setHeld(event.pointerType === "mouse"),
      onPointerLeave: () => setHeld(false),
    },
  ];
}

export function useWide(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const changed = () => setMatches(list.matches);
    list.addEventListener("change", changed);
    changed();
    return () => list.removeEventListener("change", changed);
  }, [query]);
  return matches;
}
