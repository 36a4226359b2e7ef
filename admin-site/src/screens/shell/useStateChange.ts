import type { AgentView, ChosenState, Right } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../live/index.ts";
import type { Chosen } from "../../live/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { useService } from "../../shared/service.ts";
import { toast } from "../../shared/toast.tsx";

const NEEDS: Record<ChosenState, readonly Right[]> = {
  online: ["receive"],
  busy: ["receive"],
  away: [],
  invisible: ["receive", "be_invisible"],
};
const STATES = Object.keys(NEEDS) as ChosenState[];

export interface StateChoice {
  key: string;
  chosen: Chosen;
  label: string;
  /** A reason stands under its state. */
  reason: boolean;
}

/** The states that this person may choose, away also with each of the company's reasons. */
export function useStateChoices(): StateChoice[] {
  const { t } = useTranslation();
  const me = useMe();
  const reasons = useService()?.attendance.away_reasons ?? [];
  return STATES.filter((state) => NEEDS[state].every((right) => may(me, right))).flatMap((state) => [
    { key: state, chosen: { state }, label: t(`state.${state}`), reason: false },
    ...(state === "away"
      ? reasons.map(({ reason_id, name }) => ({ key: `away-${name}`, chosen: { state, reason_id }, label: name, reason: true }))
      : []),
  ]);
}

/** The key of what holds now among the choices. */
export function useStateKey(): string {
  const state = useLive((live) => live.ownState);
  const reason = useLive((live) => live.agents.get(live.agentId)?.reason);
  return state === "away" && reason ? `away-${reason}` : state;
}

/** A state in words: with the reason, or that the desk was left alone. */
export function useStateWords(): (agent: Pick<AgentView, "state" | "reason" | "by_itself">) => string {
  const { t } = useTranslation();
  return ({ state, reason, by_itself }) => {
    if (state === "away" && reason) return t("state.awayFor", { reason });
    if (state === "away" && by_itself) return t("state.idle");
    return t(`state.${state}`);
  };
}

/** One's own state in words. */
export function useOwnStateWords(): string {
  const state = useLive((live) => live.ownState);
  const own = useLive((live) => live.agents.get(live.agentId));
  return useStateWords()({ ...own, state });
}

/** Sets the agent's state; says so if the server refuses. */
export function useStateChange(): (chosen: Chosen) => Promise<void> {
  const { t } = useTranslation();
  return async (chosen) => {
    try {
      await live().setState(chosen);
    } catch (error) {
      toast({ tone: "bad", text: t("state.notChanged", { reason: problemText(t, error) }) });
    }
  };
}
