import { useTranslation } from "react-i18next";
import { live } from "../../live/index.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";

export type ChosenState = "online" | "busy" | "away";
export const STATES: readonly ChosenState[] = ["online", "busy", "away"];

/** Sets the agent's state; says so if the server refuses. */
export function useStateChange(): (state: ChosenState) => Promise<void> {
  const { t } = useTranslation();
  return async (state) => {
    try {
      await live().setState(state);
    } catch (error) {
      toast({ tone: "bad", text: t("state.notChanged", { reason: problemText(t, error) }) });
    }
  };
}
