import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { live } from "../../live/index.ts";
import { personalQuery } from "../../shared/personal.ts";
import { useService } from "../../shared/service.ts";

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
const KEY = "parlor.touched";
const LOOK_EVERY_MS = 5_000;
/** Every touch counts, but not every one is written down. */
const NOTE_EVERY_MS = 1_000;
const RETRY_MS = 10_000;

/** When any of this browser's desks was last touched. */
const touchedAt = () => Number(localStorage.getItem(KEY) ?? 0);

/** Away by itself when nobody has touched a desk for as long as the company or the agent says; back when somebody does. */
export function useIdle(): void {
  const ofCompany = useService()?.attendance.idle_away_min ?? 0;
  const own = useQuery(personalQuery).data?.idle_away_min;
  const minutes = own ?? ofCompany;
  useEffect(() => {
    let notedAt = 0;
    let changedAt = 0;
    /** What to go back to. */
    let before: "online" | "busy" = "online";

    const change = (chosen: Parameters<ReturnType<typeof live>["setState"]>[0]) => {
      changedAt = Date.now();
      // A refusal or a lost connection: the next look tries again.
      live()
        .setState(chosen)
        .catch(() => undefined);
    };
    const look = () => {
      const { link, agents, agentId, ownState } = live().store.get();
      const now = Date.now();
      if (link.status !== "open" || now - changedAt < RETRY_MS) return;
      const idle = minutes > 0 && now - touchedAt() >= minutes * 60_000;
      if (idle && (ownState === "online" || ownState === "busy")) {
        before = ownState;
        change({ state: "away", by_itself: true });
      } else if (!idle && ownState === "away" && agents.get(agentId)?.by_itself) change({ state: before });
    };
    const touched = () => {
      const now = Date.now();
      if (now - notedAt < NOTE_EVERY_MS) return;
      notedAt = now;
      localStorage.setItem(KEY, String(now));
      const { agents, agentId } = live().store.get();
      if (agents.get(agentId)?.by_itself) look();
    };

    touched();
    for (const name of TOUCHES) window.addEventListener(name, touched, { passive: true });
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      for (const name of TOUCHES) window.removeEventListener(name, touched);
      clearInterval(timer);
    };
  }, [minutes]);
}
