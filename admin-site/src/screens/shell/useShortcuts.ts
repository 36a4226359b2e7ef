import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { live } from "../../live/index.ts";
import { groupConversations, nextConversation, visitorLabel } from "../../live/select.ts";
import { CommandRefused } from "../../live/session.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { chordOf, keys } from "./keys.ts";
import { openPalette, showShortcuts } from "./palette-store.ts";

/** The view of who was faster may come a moment after the refusal. */
const WHO_WAIT_MS = 400;

/** Accepts a waiting conversation and opens it; says who was faster if somebody was. */
export function useAccept(): (conversationId: string) => Promise<void> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useCallback(
    async (conversationId) => {
      try {
        await live().accept(conversationId);
        await navigate(`/desk/${conversationId}`);
      } catch (error) {
        if (error instanceof CommandRefused && error.code === "already_accepted") {
          await new Promise((resolve) => setTimeout(resolve, WHO_WAIT_MS));
          const view = live().store.get().conversations.get(conversationId);
          const name = view?.agent_name;
          const visitor = view ? visitorLabel(view) : "";
          toast({ tone: "info", text: name ? t("desk.takenBy", { name, visitor }) : t("problem.already_accepted") });
        } else toast({ tone: "bad", text: problemText(t, error) });
      }
    },
    [t, navigate],
  );
}

/** Accepts who has waited longest. */
export function useAcceptNext(): () => Promise<void> {
  const accept = useAccept();
  return useCallback(async () => {
    const first = groupConversations(live().store.get()).waiting[0];
    if (first) await accept(first.conversation_id);
  }, [accept]);
}

/** Whether keys are letters there. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys that work on every screen. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const acceptNext = useAcceptNext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const chord = chordOf(event);
      if (chord === "Ctrl+KeyK") openPalette();
      else if (chord === keys().accept) void acceptNext();
      else if (chord === keys().next) {
        const current = /#\/desk\/(\w+)/.exec(window.location.hash)?.[1];
        const next = nextConversation(groupConversations(live().store.get()).mine, current);
        if (next) void navigate(`/desk/${next.conversation_id}`);
      } else if (event.key === "?" && !event.ctrlKey && !event.altKey && !event.metaKey && !isWriting(event.target)) showShortcuts(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [navigate, acceptNext]);
}
