import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { autoAccept, nextToAccept } from "../../live/auto-accept.ts";
import { live, useLive } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { CommandRefused } from "../../live/session.ts";
import { useMe } from "../../shared/me.tsx";
import { usePersonal } from "../../shared/personal.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";

/**
 * Takes who has waited longest after the agent's own number of seconds, counted from when there was room for them. Of two
 * desks that do so at once one gets the visitor, as with two who press the button.
 */
export function useAutoAccept(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { department_ids: departments } = useMe();
  const seconds = usePersonal()?.auto_accept_s ?? 0;
  const next = useLive((state) => (seconds > 0 ? nextToAccept(state, departments) : undefined));

  useEffect(() => {
    if (next === undefined || seconds === 0) return;
    const take = async () => {
      autoAccept.set(undefined);
      const view = live().store.get().conversations.get(next);
      try {
        await live().accept(next);
        const open = () => void navigate(`/desk/${next}`);
        // Nothing that somebody is reading or writing is taken off the screen.
        if (/#\/desk\/?$/.test(window.location.hash)) open();
        else
          toast({
            tone: "good",
            text: t("desk.autoAccepted", { name: view ? visitorLabel(view) : "" }),
            action: { label: t("desk.openIt"), run: open },
          });
      } catch (error) {
        if (!(error instanceof CommandRefused && error.code === "already_accepted")) toast({ tone: "bad", text: problemText(t, error) });
      }
    };
    autoAccept.set({ conversationId: next, at: live().now() + seconds * 1000 });
    const timer = setTimeout(() => void take(), seconds * 1000);
    return () => {
      clearTimeout(timer);
      autoAccept.set(undefined);
    };
  }, [next, seconds, navigate, t]);
}
