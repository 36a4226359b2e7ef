import type { Funnel } from "@parlor/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Filter, Goal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { recordsPath } from "../../shared/records-path.ts";
import { Empty } from "../../shared/States.tsx";
import { ExportButton } from "./Export.tsx";
import { Bar, NotYet, ReportPage, type ScopeState, useScope } from "./report.tsx";
import { changeOf, formatCount, formatShare, shareOf } from "./series.ts";
import { valueName } from "./values.ts";

interface Step {
  key: string;
  name: string;
  about: string;
  total: number;
  before: number;
  /** Where its records stand. */
  records?: string;
  goal?: boolean;
}

/** 转化漏斗: from a visit to a card and to the company's goals, each step beside the visits. */
export function FunnelScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const { period } = scope;
  const query = useQuery({
    queryKey: ["report", "funnel", period],
    queryFn: ({ signal }) => call("report_funnel", { query: { ...period } }, signal),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const steps: Step[] = [
    ...(data?.steps ?? []).map((step) => ({
      key: step.step,
      name: t(`analysis.funnel.${step.step}`),
      about: t(`analysis.funnel.about.${step.step}`),
      total: step.total,
      before: step.before,
      ...(step.step === "consultations_online" ? { records: recordsPath(period) } : {}),
    })),
    ...(data?.goals ?? []).map((goal) => ({ key: goal.goal_id, about: "", goal: true, ...goal })),
  ];
  const setGoals = may(me, "keep_settings") && (
    <Link to="/manage/goals">
      <Button icon={<Goal size={16} aria-hidden />} tabIndex={-1} data-testid="set-goals">
        {t("analysis.goals.set")}
      </Button>
    </Link>
  );
  return (
    <ReportPage title={t("manage.funnel")} scope={scope} whole filters={setGoals} updatedAt={query.dataUpdatedAt} error={query.error}>
      <NotYet query={query} />
      {data && !query.isError && (
        <>
          <Steps steps={steps} scope={scope} />
          {data.goals && data.goals.length > 0 && <BySource funnel={data} scope={scope} />}
        </>
      )}
    </ReportPage>
  );
}

function Steps({ steps, scope }: { steps: readonly Step[]; scope: ScopeState }) {
  const { t } = useTranslation();
  const { compare } = scope;
  const visits = steps.find((step) => step.key === "visits")?.total ?? 0;
  const largest = Math.max(1, ...steps.map((step) => step.total));
  return (
    <section className="card figures-table">
      <header>
        <h2>{t("analysis.funnel.title")}</h2>
        <ExportButton report="funnel" scope={scope} />
      </header>
      {steps.every((step) => step.total === 0) ? (
        <Empty icon={Filter} title={t("analysis.none")} text={t("analysis.noneText")} />
      ) : (
        <ol className="funnel" data-testid="funnel">
          {steps.map((step) => {
            const change = compare ? changeOf(step.total, step.before) : undefined;
            return (
              <li key={step.key} data-goal={step.goal || undefined}>
                <div>
                  <span className="funnel-name">
                    {step.goal && <Goal size={14} aria-hidden />}
                    {step.records && step.total > 0 ? (
                      <Link to={step.records} title={t("analysis.toRecords")}>
                        {step.name}
                      </Link>
                    ) : (
                      step.name
                    )}
                  </span>
                  {step.about && <span className="t3 f12">{step.about}</span>}
                </div>
                <Bar part={step.total / largest} series={step.goal ? 2 : 1} />
                <b>{formatCount(step.total)}</b>
                <span className="t2">{step.key === "visits" ? "" : formatShare(shareOf(step.total, visits))}</span>
                <span className="t3 f12">
                  {compare && `${change?.text ?? ""} ${t("analysis.before", { value: formatCount(step.before) })}`}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      <p className="funnel-note f12 t3">
        {t("analysis.funnel.note")} {steps.some((step) => step.goal) && t("analysis.goals.note")}
      </p>
    </section>
  );
}

/** Which sources bring visits that reach a goal. */
function BySource({ funnel, scope }: { funnel: Funnel; scope: ScopeState }) {
  const { t, i18n } = useTranslation();
  const goals = funnel.goals ?? [];
  const visits = funnel.sources ?? {};
  const sources = [...new Set([...Object.keys(visits), ...goals.flatMap((goal) => Object.keys(goal.sources ?? {}))])];
  sources.sort((a, b) => (visits[b] ?? 0) - (visits[a] ?? 0));
  const name = (source: string) => valueName(t, "source", { value: source }, i18n.language);
  const rate = (source: string, goal: (typeof goals)[number]) => formatShare(shareOf(goal.sources?.[source] ?? 0, visits[source] ?? 0));
  if (sources.length === 0) return null;
  return (
    <section className="card figures-table">
      <header>
        <h2>{t("analysis.goals.bySource")}</h2>
        <ExportButton report="funnel" scope={scope} table={1} />
      </header>
      <div className="table-scroll">
        <table className="plain one-line" data-testid="goals-by-source">
          <thead>
            <tr>
              <th>{t("analysis.goals.source")}</th>
              <th className="right">{t("analysis.goals.visits")}</th>
              {goals.map((goal) => (
                <th key={goal.goal_id} className="right">
                  {goal.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={source}>
                <td>{name(source)}</td>
                <td className="right">{formatCount(visits[source] ?? 0)}</td>
                {goals.map((goal) => (
                  <td key={goal.goal_id} className="right">
                    {formatCount(goal.sources?.[source] ?? 0)} <span className="t3 goal-rate">{rate(source, goal)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
