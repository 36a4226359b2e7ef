import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { ChartColumn } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import type { Period } from "../../shared/periods.ts";
import { recordsPath } from "../../shared/records-path.ts";
import { Empty } from "../../shared/States.tsx";
import { Breakdown, type Group } from "./Breakdown.tsx";
import type { ChartSeries } from "./Chart.tsx";
import { ExportButton, PictureButton } from "./Export.tsx";
import { Bar, type Figure, FigureCard, LONG_DAYS, NotYet, ReportPage, type ScopeState, usePoints, useScope, useTab } from "./report.tsx";
import { changeOf, daysOf, formatCount, formatShare, type Grain, pointsOf, shareOf, within } from "./series.ts";

const Chart = lazy(() => import("./Chart.tsx"));

interface Column {
  label: string;
  values: readonly number[];
  total: number;
}

interface Analysis {
  figures: readonly Figure[];
  bars: readonly ChartSeries[];
  /** The values whose line is drawn for the period before. */
  compared: (before: Analysis) => readonly number[];
  comparedLabel: string;
  columns: readonly Column[];
  /** The column whose share is drawn as a bar. */
  share: Column;
  points: readonly string[];
  any: boolean;
}

function useConsultations(period: Period, grain: Grain, enabled = true) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["report", "consultations", period, grain],
    queryFn: ({ signal }) => call("report_consultations", { query: { ...period, grain } }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data } = query;
  const analysis = useMemo((): Analysis | undefined => {
    if (!data) return undefined;
    const of = (key: "total" | "online" | "offline" | "answered") => data.points.map((point) => point[key] ?? 0);
    const answered = data.answered ?? 0;
    const rate = shareOf(data.accepted, data.online);
    const rateBefore = shareOf(data.before_accepted, data.before_online);
    const figure = (label: string, now: number, before: number, spark: readonly number[]): Figure => ({
      label,
      value: formatCount(now),
      change: changeOf(now, before),
      before: formatCount(before),
      spark,
    });
    const total = { label: t("analysis.total"), values: of("total"), total: data.total };
    return {
      figures: [
        { ...figure(t("analysis.total"), data.total, data.before_total, of("total")), better: 1 },
        {
          label: t("analysis.acceptedRate"),
          value: formatShare(rate),
          change: pointsOf(rate, rateBefore, t("analysis.points")),
          before: formatShare(rateBefore),
          better: 1,
        },
        { ...figure(t("analysis.answered"), answered, data.before_answered ?? 0, of("answered")), better: 1 },
        { ...figure(t("analysis.missed"), data.missed ?? 0, data.before_missed ?? 0, []), better: -1 },
        figure(t("analysis.offline"), data.offline, data.before_offline, of("offline")),
      ],
      bars: [
        { name: t("analysis.online"), values: of("online"), stack: "all" },
        { name: t("analysis.offline"), values: of("offline"), stack: "all" },
      ],
      compared: (before) => before.share.values,
      comparedLabel: t("analysis.beforeTotal"),
      columns: [
        { label: t("analysis.online"), values: of("online"), total: data.online },
        { label: t("analysis.answered"), values: of("answered"), total: answered },
        { label: t("analysis.offline"), values: of("offline"), total: data.offline },
        total,
      ],
      share: total,
      points: data.points.map((point) => point.at),
      any: data.total > 0,
    };
  }, [data, t]);
  return { query, analysis };
}

function useVisits(period: Period, grain: Grain, enabled = true) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["report", "visits", period, grain],
    queryFn: ({ signal }) => call("report_visits", { query: { ...period, grain } }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data } = query;
  const analysis = useMemo((): Analysis | undefined => {
    if (!data) return undefined;
    const of = (key: "views" | "visits" | "consultations") => data.points.map((point) => point[key]);
    const rate = shareOf(data.consultations, data.visits);
    const rateBefore = shareOf(data.before_consultations, data.before_visits);
    const figure = (label: string, now: number, before: number, spark: readonly number[], better?: 1): Figure => ({
      label,
      value: formatCount(now),
      change: changeOf(now, before),
      before: formatCount(before),
      spark,
      ...(better ? { better } : {}),
    });
    const depth = data.visits > 0 ? data.views / data.visits : 0;
    const depthBefore = data.before_visits > 0 ? data.before_views / data.before_visits : 0;
    const visits = { label: t("analysis.visits"), values: of("visits"), total: data.visits };
    return {
      figures: [
        figure(t("analysis.visits"), data.visits, data.before_visits, of("visits"), 1),
        figure(t("analysis.views"), data.views, data.before_views, of("views"), 1),
        {
          label: t("analysis.depth"),
          value: depth.toFixed(1),
          change: changeOf(depth, depthBefore),
          before: depthBefore.toFixed(1),
        },
        figure(t("analysis.total"), data.consultations, data.before_consultations, of("consultations"), 1),
        {
          label: t("analysis.consultationRate"),
          value: formatShare(rate),
          change: pointsOf(rate, rateBefore, t("analysis.points")),
          before: formatShare(rateBefore),
          better: 1,
        },
      ],
      bars: [
        { name: t("analysis.visits"), values: of("visits") },
        { name: t("analysis.total"), values: of("consultations") },
      ],
      compared: (before) => before.share.values,
      comparedLabel: t("analysis.beforeVisits"),
      columns: [
        { label: t("analysis.views"), values: of("views"), total: data.views },
        visits,
        { label: t("analysis.total"), values: of("consultations"), total: data.consultations },
      ],
      share: visits,
      points: data.points.map((point) => point.at),
      any: data.views + data.visits + data.consultations > 0,
    };
  }, [data, t]);
  return { query, analysis };
}

const CONSULTATION_GROUPS: readonly Group[] = ["time", "agent", "department", "topic", "page", "place", "source", "device", "style"];
const VISIT_GROUPS: readonly Group[] = ["time", "place", "source", "device"];

/** 咨询统计: conversations and left messages over time, and by what is known of them. */
export function ConsultationsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const groups = CONSULTATION_GROUPS.filter((group) => group !== "agent" || may(me, "read_work"));
  return <Report title={t("manage.consultations")} of="consultations" groups={groups} />;
}

/** 访问统计: page views, visits and how many of them began to talk; where visitors are and come from. */
export function VisitsScreen() {
  const { t } = useTranslation();
  return <Report title={t("manage.visits")} of="visits" groups={VISIT_GROUPS} />;
}

function Report({ title, of, groups }: { title: string; of: "consultations" | "visits"; groups: readonly Group[] }) {
  const { t } = useTranslation();
  const scope = useScope();
  const [group, setGroup] = useTab(groups);
  const tabs = (
    <Segmented
      value={group}
      onChange={(value) => setGroup(value as Group)}
      options={groups.map((each) => ({ value: each, label: t(`analysis.by.${each}`) }))}
    />
  );
  const page = { title, tabs, scope };
  if (group !== "time") return <Breakdown key={group} of={of} group={group} {...page} />;
  return of === "consultations" ? <ByTime {...page} chart={of} use={useConsultations} /> : <ByTime {...page} chart={of} use={useVisits} />;
}

interface ByTimeProps {
  title: string;
  tabs: React.ReactNode;
  scope: ScopeState;
  chart: "consultations" | "visits";
  use: typeof useConsultations | typeof useVisits;
}

function ByTime({ title, tabs, scope, chart, use: useAnalysis }: ByTimeProps) {
  const { t } = useTranslation();
  const { period, before, grain, compare } = scope;
  const { query, analysis } = useAnalysis(period, grain);
  const earlier = useAnalysis(before, grain, compare);
  const { names, labels, unfinished } = usePoints(analysis?.points, scope);
  const navigate = useNavigate();
  const pick = useCallback(
    (point: number) => {
      const at = analysis?.points[point];
      if (at) void navigate(recordsPath(within(daysOf(at, grain), period)));
    },
    [analysis, grain, period, navigate],
  );
  const line = useMemo(
    () =>
      compare && analysis && earlier.analysis && !earlier.query.isPlaceholderData
        ? { name: analysis.comparedLabel, values: analysis.compared(earlier.analysis) }
        : undefined,
    [compare, analysis, earlier.analysis, earlier.query.isPlaceholderData],
  );
  return (
    <ReportPage title={title} tabs={tabs} scope={scope} updatedAt={query.dataUpdatedAt} error={query.error} longest={LONG_DAYS}>
      <NotYet query={query} />
      {analysis && !query.isError && (
        <>
          <div className="figures">
            {analysis.figures.map((figure) => (
              <FigureCard key={figure.label} figure={figure} compare={compare} />
            ))}
          </div>
          <section className="card chart-card">
            <header>
              <h2>{t(`analysis.chart.${chart}.${grain}`)}</h2>
              <ul className="legend">
                {analysis.bars.map((bar, i) => (
                  <li key={bar.name}>
                    <i style={{ background: `var(--series-${i + 1})` }} />
                    {bar.name}
                  </li>
                ))}
                {line && (
                  <li>
                    <i className="legend-line" />
                    {line.name}
                  </li>
                )}
              </ul>
              {analysis.any && <PictureButton title={t(`analysis.chart.${chart}.${grain}`)} scope={scope} />}
            </header>
            {analysis.any ? (
              <Suspense fallback={<div className="chart" />}>
                <Chart
                  label={t(`analysis.chart.${chart}.${grain}`)}
                  names={names}
                  labels={labels}
                  bars={analysis.bars}
                  before={line}
                  unfinished={unfinished}
                  onPick={chart === "consultations" ? pick : undefined}
                />
              </Suspense>
            ) : (
              <Empty icon={ChartColumn} title={t("analysis.none")} text={t("analysis.noneText")} />
            )}
          </section>
          {analysis.any && <Figures analysis={analysis} names={names} scope={scope} name={chart} />}
        </>
      )}
    </ReportPage>
  );
}

interface FiguresProps {
  analysis: Analysis;
  names: readonly string[];
  scope: ScopeState;
  name: "consultations" | "visits";
}

/** The same as the chart, in numbers. The latest first; conversations lead to their records. */
function Figures({ analysis, names, scope, name }: FiguresProps) {
  const { t } = useTranslation();
  const { grain, period } = scope;
  const largest = Math.max(1, ...analysis.share.values);
  const rows = names.map((_, i) => i).reverse();
  const head = t(grain === "hour" ? "analysis.time" : "analysis.date");
  return (
    <section className="card figures-table">
      <header>
        <h2>{t("analysis.by.time")}</h2>
        <ExportButton report={name} scope={scope} />
      </header>
      <div className="table-scroll">
        <table className="plain">
          <thead>
            <tr>
              <th>{head}</th>
              {analysis.columns.map((column) => (
                <th key={column.label} className="right">
                  {column.label}
                </th>
              ))}
              <th className="wide-only" style={{ width: "28%" }}>
                {t("analysis.share", { name: analysis.share.label })}
              </th>
              <th className="right wide-only" />
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => {
              const value = analysis.share.values[i] ?? 0;
              const days = within(daysOf(analysis.points[i] ?? "", grain), period);
              return (
                <tr key={names[i]}>
                  <td>
                    {name === "consultations" && value > 0 ? (
                      <Link to={recordsPath(days)} title={t("analysis.toRecords")}>
                        {names[i]}
                      </Link>
                    ) : (
                      names[i]
                    )}
                  </td>
                  {analysis.columns.map((column) => (
                    <td key={column.label} className="right">
                      {formatCount(column.values[i] ?? 0)}
                    </td>
                  ))}
                  <td className="wide-only">
                    <Bar part={value / largest} />
                  </td>
                  <td className="right t2 wide-only">{formatShare(shareOf(value, analysis.share.total))}</td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <td>{t("analysis.sum")}</td>
              {analysis.columns.map((column) => (
                <td key={column.label} className="right">
                  {formatCount(column.total)}
                </td>
              ))}
              <td className="wide-only" />
              <td className="right wide-only">100.0%</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
