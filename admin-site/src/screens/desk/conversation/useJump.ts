import type { Message } from "@parlor/protocol";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { live } from "../../../live/index.ts";
import type { LogState } from "../../../live/state.ts";
import { toast } from "../../../shared/toast.tsx";
import type { Target } from "../log/useLogScroll.ts";

/** So many pages in a row may fail to come before the way back is given up. */
const FAILURES_MAX = 2;
/** Who has not read more than this begins with what is loaded; the rest is there on the way up. */
const UNREAD_MAX = 300;

/** Loads the log back to a place. False: it could not be reached. */
async function reach(conversationId: string, seq: number): Promise<boolean> {
  let failures = 0;
  for (;;) {
    const log = live().store.get().logs.get(conversationId);
    if (!log) return false;
    if (log.first <= seq || !log.hasOlder) return true;
    if (await live().loadOlder(conversationId)) failures = 0;
    else failures += 1;
    if (failures > FAILURES_MAX) return false;
  }
}

export interface Jump {
  target: Target | undefined;
  /** The first place that nobody of us had read when the conversation was opened. */
  unreadFrom: number | undefined;
  jump: (seq: number) => void;
}

/** How far a reader has read, and whose messages do not count as unread. Undefined as long as it is not known. */
export interface Reading {
  read: number;
  ours: (entry: Message) => boolean;
}

/** Leads to places in the log, at first to what is unread. `own`: it is ours to read. */
export function useJump(conversationId: string, reading: Reading | undefined, log: LogState | undefined, own: boolean): Jump {
  const { t } = useTranslation();
  const [target, setTarget] = useState<Target>();
  const [opening, setOpening] = useState<{ unreadFrom: number | undefined }>();

  const jump = useCallback(
    async (seq: number, flash = true) => {
      if (await reach(conversationId, seq)) setTarget({ seq, flash });
      else toast({ tone: "bad", text: t("desk.notReached") });
    },
    [conversationId, t],
  );

  // Decided with the first entries, before the log comes to rest at its end and counts as read.
  if (!opening && reading && log && log.entries.length > 0) {
    const { read, ours } = reading;
    const unread = log.entries.find((entry) => entry.seq > read && entry.kind === "message" && !ours(entry));
    const unreadFrom = own && unread ? Math.min(unread.seq, Math.max(read + 1, 1)) : undefined;
    setOpening({ unreadFrom });
    if (own && unread) setTarget({ seq: unread.seq, flash: false });
  }
  const unreadFrom = opening?.unreadFrom;

  // More is unread than was loaded at first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the conversation opens
  useEffect(() => {
    if (unreadFrom === undefined || !log || log.first <= unreadFrom) return;
    if (log.first - unreadFrom <= UNREAD_MAX) void jump(unreadFrom, false);
  }, [unreadFrom]);

  return { target, unreadFrom, jump: useCallback((seq: number) => void jump(seq), [jump]) };
}
