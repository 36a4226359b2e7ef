import type { AddReportSchedule, Language, ReportScheduleView } from "@parlor/protocol";
import { queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { call } from "../../api/session.ts";

export type Schedule = Required<AddReportSchedule>;
export type ReportName = Schedule["reports"][number];
type Whole = Exclude<ReportName, `${string}.${string}`>;

export const schedulesQuery = queryOptions({
  queryKey: ["report-schedules"],
  queryFn: ({ signal }) => call("list_report_schedules", {}, signal),
});

const WHOLE: readonly Whole[] = ["consultations", "visits", "agents", "satisfaction", "funnel"];
const OF_CONVERSATIONS = [
  ...["agent", "department", "topic", "value", "page", "province", "country"],
  ...["source", "engine", "referrer", "keyword", "device", "system", "browser", "style", "word"],
] as const;
const OF_VISITS = ["province", "country", "source", "engine", "referrer", "keyword", "device", "system", "browser"] as const;
/** What figures of single persons take more than other ones. */
const OF_PERSONS: readonly ReportName[] = ["agents", "satisfaction", "consultations.agent"];

const TITLES = {
  consultations: "manage.consultations",
  visits: "manage.visits",
  agents: "manage.agentWork",
  satisfaction: "manage.satisfaction",
  funnel: "manage.funnel",
} as const;

type Dimension = (typeof OF_CONVERSATIONS)[number];

export function reportTitle(t: TFunction, name: ReportName): string {
  const [whole, by] = name.split(".") as [Whole, Dimension | undefined];
  return by ? `${t(TITLES[whole])} · ${t(`analysis.dimension.${by as "agent"}`)}` : t(TITLES[whole]);
}

/** The reports that can be chosen, in groups. */
export function reportOptions(t: TFunction, ofPersons: boolean) {
  const options = (names: readonly ReportName[]) =>
    names.filter((name) => ofPersons || !OF_PERSONS.includes(name)).map((value) => ({ value, label: reportTitle(t, value) }));
  return [
    { label: t("scheduled.whole"), options: options(WHOLE) },
    { label: t("manage.consultations"), options: options(OF_CONVERSATIONS.map((by) => `consultations.${by}` as ReportName)) },
    { label: t("manage.visits"), options: options(OF_VISITS.map((by) => `visits.${by}` as ReportName)) },
  ];
}

/** A day of the week by its number, 0 for Monday. */
export function weekdayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + day)));
}

export const hourText = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** When it goes out: `Mondays at 08:00`. */
export function whenText(
  t: TFunction,
  schedule: Pick<ReportScheduleView, "cadence" | "weekday" | "day" | "hour">,
  language: string,
): string {
  const time = hourText(schedule.hour);
  switch (schedule.cadence) {
    case "daily":
      return t("scheduled.when.daily", { time });
    case "weekly":
      return t("scheduled.when.weekly", { time, day: weekdayName(schedule.weekday, language) });
    case "monthly":
      return t("scheduled.when.monthly", { time, day: schedule.day });
  }
}

export function emptySchedule(language: Language, me: string): Schedule {
  return {
    name: "",
    reports: ["consultations"],
    cadence: "weekly",
    weekday: 0,
    day: 1,
    hour: 8,
    grain: "day",
    language,
    attach: true,
    agent_ids: [me],
    paused: false,
  };
}

/** What of a stored schedule people choose. */
export function chosenOf(schedule: ReportScheduleView): Schedule {
  const { name, reports, cadence, weekday, day, hour, grain, language, attach, paused, recipients } = schedule;
  return {
    name,
    reports,
    cadence,
    weekday,
    day,
    hour,
    grain,
    language,
    attach,
    paused,
    agent_ids: recipients.map((each) => each.agent_id),
  };
}
