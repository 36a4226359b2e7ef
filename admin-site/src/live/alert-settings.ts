import type { AgentState, Alerts, Sound } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { ApiProblem } from "../api/problem.ts";
import { call } from "../api/session.ts";
import { personalQuery } from "../shared/personal.ts";
import { queryClient } from "../shared/query.ts";
import { toast } from "../shared/toast.tsx";

export type AlertKind = "visitor" | "request" | "message" | "transfer" | "notice";
export type Tune = Sound["tune"];

export const ALERTS: readonly AlertKind[] = ["visitor", "request", "message", "transfer", "notice"];
export const TUNES: readonly Tune[] = ["ding_dong", "dong_ding", "alarm", "rise", "drop", "bell"];
/** Moving a slider is one change. */
const SAVE_AFTER_MS = 600;

export type AlertSettings = Record<AlertKind, Required<Sound>> & Required<Pick<Alerts, "desktop" | "title" | "badge" | "quiet">>;

const DEFAULTS: AlertSettings = {
  visitor: { tune: "dong_ding", on: false, volume: 60 },
  request: { tune: "alarm", on: true, volume: 60 },
  message: { tune: "bell", on: true, volume: 60 },
  transfer: { tune: "rise", on: true, volume: 60 },
  notice: { tune: "drop", on: true, volume: 60 },
  desktop: false,
  title: true,
  badge: true,
  quiet: "never",
};

export function completeAlerts(alerts: Alerts | undefined): AlertSettings {
  const complete = { ...DEFAULTS, ...alerts };
  for (const kind of ALERTS) complete[kind] = { ...DEFAULTS[kind], ...alerts?.[kind] };
  return complete as AlertSettings;
}

/** Whether an agent in this state wants to be left in peace. */
export function isQuiet(quiet: AlertSettings["quiet"], state: AgentState): boolean {
  return (quiet !== "never" && state === "away") || (quiet === "busy" && state === "busy");
}

export const alertSettings = (): AlertSettings => completeAlerts(queryClient.getQueryData(personalQuery.queryKey)?.alerts);

export function useAlertSettings(): AlertSettings {
  return completeAlerts(useQuery(personalQuery).data?.alerts);
}

let saving: ReturnType<typeof setTimeout> | undefined;

/** Holds here at once, and on the agent's other devices as soon as it is stored. */
export function changeAlerts(change: Partial<AlertSettings>): void {
  const alerts = { ...alertSettings(), ...change };
  queryClient.setQueryData(personalQuery.queryKey, (known) => known && { ...known, alerts });
  clearTimeout(saving);
  saving = setTimeout(() => void save(alerts), SAVE_AFTER_MS);
}

async function save(alerts: AlertSettings, again = true): Promise<void> {
  try {
    const known = await queryClient.ensureQueryData(personalQuery);
    const saved = await call("change_personal_settings", { body: { version: known.version, alerts } });
    queryClient.setQueryData(personalQuery.queryKey, saved);
  } catch (error) {
    const fresh = await queryClient.fetchQuery({ ...personalQuery, staleTime: 0 }).catch(() => undefined);
    // Somebody, perhaps ourselves on another screen, has saved other settings meanwhile.
    if (again && fresh && error instanceof ApiProblem && error.code === "conflict") await save(alerts, false);
    else toast({ tone: "bad", text: i18next.t("alerts.notSaved") });
  }
}
