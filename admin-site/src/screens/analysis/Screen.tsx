import { clockTime, dayOf } from "@parlor/design";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Checkbox, Segmented } from "antd";
import { ChartColumn } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useMe } from "../../shared/me.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { daysIn, type Period, periodBefore, QUICK_RANGES, quickPeriod } from "../../shared/periods.ts";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import type { ChartSeries } from "./Chart.tsx";
import { type Change, changeOf, formatCount, formatShare, pointLabel, pointName, pointsOf, shareOf } from "./series.ts";
import "./analysis.css";

const Chart = lazy(() => import("./Chart.tsx"));
/** More hours than this are days. */
const HOURLY_DAYS_MAX = 7;
type Grain = "hour" | "day";

/** A figure with what it was before. `better` says which direction is good; without it, neither is. */
interface Figure {
  label: string;
  value: string;
  change: Change | undefined;
  before: string;
  better?: 1 | -1;
  spark: readonly number[];
}

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
    const of = (key: "total" | "online" | "offline") => data.points.map((point) => point[key]);
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
          spark: [],
        },
        figure(t("analysis.online"), data.online, data.before_online, of("online")),
        { ...figure(t("analysis.accepted"), data.accepted, data.before_accepted, []), better: 1 },
        figure(t("analysis.offline"), data.offline, data.before_offline, of("offline")),
      ],
      bars: [
        { name: t("analysis.online"), values: of("online"), stack: "all" },
        { name: t("analysis.offline"), values: of("offline"), stack: "all" },
      ],
      compared: (before) => before.columns[2]?.values ?? [],
      comparedLabel: t("analysis.beforeTotal"),
      columns: [
        { label: t("analysis.online"), values: of("online"), total: data.online },
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
          spark: [],
        },
        figure(t("analysis.total"), data.consultations, data.before_consultations, of("consultations"), 1),
        {
          label: t("analysis.consultationRate"),
          value: formatShare(rate),
          change: pointsOf(rate, rateBefore, t("analysis.points")),
          before: formatShare(rateBefore),
          better: 1,
          spark: [],
        },
      ],
      bars: [
        { name: t("analysis.visits"), values: of("visits") },
        { name: t("analysis.total"), values: of("consultations") },
      ],
      compared: (before) => before.columns[1]?.values ?? [],
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

/** 咨询统计: conversations and left messages over time. */
export function ConsultationsScreen() {
  const { t } = useTranslation();
  return <AnalysisPage title={t("manage.consultations")} chart="consultations" use={useConsultations} />;
}

/** 访问统计: page views, visits and how many of them began to talk. */
export function VisitsScreen() {
  const { t } = useTranslation();
  return <AnalysisPage title={t("manage.visits")} chart="visits" use={useVisits} />;
}

interface PageProps {
  title: string;
  chart: "consultations" | "visits";
  use: typeof useConsultations | typeof useVisits;
}

function AnalysisPage({ title, chart, use: useAnalysis }: PageProps) {
  const { t } = useTranslation();
  useTitle(title);
  const me = useMe();
  const [period, setPeriod] = useState(() => quickPeriod("week", Date.now(), me.time_zone));
  const [wantedGrain, setGrain] = useState<Grain>("day");
  const [compare, setCompare] = useState(true);
  const days = daysIn(period);
  const grain: Grain = days === 1 ? "hour" : days > HOURLY_DAYS_MAX ? "day" : wantedGrain;
  const before = periodBefore(period);
  const { query, analysis } = useAnalysis(period, grain);
  const earlier = useAnalysis(before, grain, compare);
  const quick = QUICK_RANGES.find((range) => {
    const each = quickPeriod(range, Date.now(), me.time_zone);
    return each.from === period.from && each.to === period.to;
  });

  const today = dayOf(Date.now(), me.time_zone);
  const { names, labels, unfinished } = useMemo(() => {
    const points = analysis?.points ?? [];
    const now = grain === "day" ? today : `${today}T${clockTime(Date.now(), me.time_zone).slice(0, 2)}`;
    return {
      names: points.map((at) => pointName(at, grain)),
      labels: points.map((at) => (grain === "day" && at === today ? t("common.today") : pointLabel(at, grain, days))),
      unfinished: points.indexOf(now),
    };
  }, [analysis, grain, today, days, me.time_zone, t]);
  const line = useMemo(
    () =>
      compare && analysis && earlier.analysis && !earlier.query.isPlaceholderData
        ? { name: analysis.comparedLabel, values: analysis.compared(earlier.analysis) }
        : undefined,
    [compare, analysis, earlier.analysis, earlier.query.isPlaceholderData],
  );

  return (
    <main className="page analysis">
      <header className="page-head">
        <h1>{title}</h1>
        <Segmented
          className="wide-only"
          value={quick ?? ""}
          onChange={(range) => setPeriod(quickPeriod(range as (typeof QUICK_RANGES)[number], Date.now(), me.time_zone))}
          options={QUICK_RANGES.map((range) => ({ value: range, label: t(`period.${range}`) }))}
        />
      </header>
      <div className="page-body">
        <div className="analysis-filters">
          <PeriodPicker period={period} onChange={setPeriod} />
          <Checkbox checked={compare} onChange={(event) => setCompare(event.target.checked)}>
            {t("analysis.compare")}{" "}
            <span className="t3">
              {before.from.slice(5)} – {before.to.slice(5)}
            </span>
          </Checkbox>
          <Segmented
            value={grain}
            onChange={(value) => setGrain(value as Grain)}
            options={[
              { value: "hour", label: t("analysis.hour"), disabled: days > HOURLY_DAYS_MAX },
              { value: "day", label: t("analysis.day"), disabled: days === 1 },
            ]}
          />
          <span className="grow" />
          <span className="f12 t3">
            {t("analysis.zone", { zone: me.time_zone, time: clockTime(query.dataUpdatedAt || Date.now(), me.time_zone) })}
          </span>
        </div>
        {query.isPending && (
          <div className="card">
            <SkeletonRows rows={8} columns={5} />
          </div>
        )}
        {query.isError && (
          <div className="card">
            <Failed title={t("analysis.notLoaded")} error={query.error} retry={() => void query.refetch()} />
          </div>
        )}
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
                  />
                </Suspense>
              ) : (
                <Empty icon={ChartColumn} title={t("analysis.none")} text={t("analysis.noneText")} />
              )}
            </section>
            {analysis.any && <Figures analysis={analysis} names={names} grain={grain} />}
          </>
        )}
      </div>
    </main>
  );
}

function FigureCard({ figure, compare }: { figure: Figure; compare: boolean }) {
  const { t } = useTranslation();
  const { change, better } = figure;
  const good = change && better && change.direction !== 0 ? change.direction === better : undefined;
  const tone = good === undefined ? "t3" : good ? "is-good" : "is-bad";
  return (
    <section className="card figure">
      <h2>{figure.label}</h2>
      <b data-testid="figure">{figure.value}</b>
      <Spark values={figure.spark} />
      {compare && (
        <p className="f12">
          {change && <span className={tone}>{change.text}</span>}{" "}
          <span className="t3">{t("analysis.before", { value: figure.before })}</span>
        </p>
      )}
    </section>
  );
}

const SPARK = { width: 76, height: 28 };

/** The course in small; the chart below says it in full. */
function Spark({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const max = Math.max(...values);
  const min = Math.min(...values);
  const x = (i: number) => 2 + (i / (values.length - 1)) * (SPARK.width - 6);
  const y = (value: number) => SPARK.height - 3 - ((value - min) / Math.max(1, max - min)) * (SPARK.height - 6);
  const points = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const last = values[values.length - 1] ?? 0;
  return (
    <svg className="spark" viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} width={SPARK.width} aria-hidden="true">
      <polyline points={points} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx={x(values.length - 1)} cy={y(last)} r="2" fill="var(--series-1)" />
    </svg>
  );
}

/** The same as the chart, in numbers. The latest first. */
function Figures({ analysis, names, grain }: { analysis: Analysis; names: readonly string[]; grain: Grain }) {
  const { t } = useTranslation();
  const largest = Math.max(1, ...analysis.share.values);
  const rows = names.map((_, i) => i).reverse();
  return (
    <section className="card figures-table">
      <div className="table-scroll">
        <table className="plain">
          <thead>
            <tr>
              <th>{t(grain === "day" ? "analysis.date" : "analysis.time")}</th>
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
              return (
                <tr key={names[i]}>
                  <td>{names[i]}</td>
                  {analysis.columns.map((column) => (
                    <td key={column.label} className="right">
                      {formatCount(column.values[i] ?? 0)}
                    </td>
                  ))}
                  <td className="wide-only">
                    <span className="bar">
                      <i style={{ width: `${(value / largest) * 100}%` }} />
                    </span>
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
