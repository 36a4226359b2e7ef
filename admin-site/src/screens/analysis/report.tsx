import { clockTime, dayOf } from "@parlor/design";
import { Checkbox, Segmented } from "antd";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { useMe } from "../../shared/me.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { daysIn, hoursIn, type Period, periodBefore, quickPeriod } from "../../shared/periods.ts";
import { askedPeriod } from "../../shared/records-path.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { useSearch } from "../../shared/useSearch.ts";
import { type Change, type Grain, grainFor, grainsFor, pointLabel, pointName, pointOf, signed } from "./series.ts";
import "./analysis.css";

/** What every report is of: a period, cut into points, beside the period before. */
export interface Scope {
  period: Period;
  before: Period;
  grain: Grain;
  compare: boolean;
  days: number;
}

export interface ScopeState extends Scope {
  setPeriod: (period: Period) => void;
  setGrain: (grain: Grain) => void;
  setCompare: (compare: boolean) => void;
}

/** What was asked for last, for the report that is looked at next. */
let lastAsked: Readonly<Record<string, string>> = {};
const IN_ADDRESS = ["from", "to", "grain", "compare"];

/** The period and how it is cut stand in the address, so that it can be kept and given on; another report begins with the same. */
export function useScope(): ScopeState {
  const me = useMe();
  const [search, setSearch] = useSearch();
  const own = IN_ADDRESS.some((name) => search.has(name));
  const asked = useMemo(() => (own ? search : new URLSearchParams(lastAsked)), [own, search]);
  const today = dayOf(Date.now(), me.time_zone);
  const period = useMemo(() => askedPeriod(asked) ?? quickPeriod("week", Date.parse(`${today}T12:00:00Z`), "UTC"), [asked, today]);
  const change = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams({ ...lastAsked, ...Object.fromEntries(before), ...values });
        lastAsked = Object.fromEntries(IN_ADDRESS.flatMap((name) => (next.has(name) ? [[name, next.get(name) ?? ""]] : [])));
        return next;
      },
      { replace: true },
    );
  const days = Math.max(1, daysIn(period));
  const before = useMemo(() => periodBefore(period), [period]);
  return {
    period,
    before,
    days,
    grain: grainFor(days, (asked.get("grain") as Grain | null) ?? "day"),
    compare: asked.get("compare") !== "0",
    setPeriod: ({ from, to }) => change({ from, to }),
    setGrain: (grain) => change({ grain }),
    setCompare: (compare) => change({ compare: compare ? "1" : "0" }),
  };
}

/** The names and labels of points, and which of them is not over yet. */
export function usePoints(points: readonly string[] | undefined, { grain, days }: Scope) {
  const { t } = useTranslation();
  const me = useMe();
  const today = dayOf(Date.now(), me.time_zone);
  const now = pointOf(today, clockTime(Date.now(), me.time_zone).slice(0, 2), grain);
  return useMemo(() => {
    const list = points ?? [];
    return {
      names: list.map((at) => pointName(at, grain)),
      labels: list.map((at) => (grain === "day" && at === today ? t("common.today") : pointLabel(at, grain, days))),
      unfinished: list.indexOf(now),
    };
  }, [points, grain, days, today, now, t]);
}

/** The tab stands in the address, so that it is kept. */
export function useTab<Tab extends string>(tabs: readonly Tab[]): [Tab, (tab: Tab) => void] {
  const [search, setSearch] = useSearch();
  const asked = search.get("by") as Tab;
  const tab = tabs.includes(asked) ? asked : (tabs[0] as Tab);
  const change = (next: Tab) =>
    setSearch(
      (before) => {
        const { by: _, ...others } = Object.fromEntries(before);
        return next === tabs[0] ? others : { ...others, by: next };
      },
      { replace: true },
    );
  return [tab, change];
}

interface PageProps {
  title: string;
  tabs?: ReactNode;
  scope: ScopeState;
  /** Choices that only this report has. */
  filters?: ReactNode;
  /** The report is not cut into points. */
  whole?: boolean;
  updatedAt: number;
  /** Why there is no report: a period that cannot be is answered beside it. */
  error?: unknown;
  /** Days that the report may be of. */
  longest?: number;
  children: ReactNode;
}

/** Of the server's, by days or with a dimension; by months and years five years. */
const PERIOD_DAYS = 400;
export const LONG_DAYS = 5 * 366;
const OF_PERIOD = ["from", "to", "grain"];
/** Whether the server has refused the period: that is said beside it, and there is nothing to try again. */
const isOfPeriod = (error: unknown) => error instanceof ApiProblem && OF_PERIOD.includes(error.field ?? "");
const GRAINS = ["hour", "day", "week", "month", "year"] as const;

export function ReportPage({ title, tabs, scope, filters, whole = false, updatedAt, error, longest = PERIOD_DAYS, children }: PageProps) {
  const { t } = useTranslation();
  useTitle(title);
  const me = useMe();
  const { before } = scope;
  const fitting = grainsFor(scope.days);
  const hours = hoursIn(scope.period, me.time_zone);
  return (
    <main className="page analysis">
      <header className="page-head">
        <h1>{title}</h1>
        {tabs && <div className="analysis-tabs">{tabs}</div>}
      </header>
      <div className="page-body">
        <div className="analysis-filters">
          <PeriodPicker
            period={scope.period}
            onChange={scope.setPeriod}
            longest={longest}
            problem={isOfPeriod(error) ? t("period.wrong") : undefined}
          />
          <Checkbox checked={scope.compare} onChange={(event) => scope.setCompare(event.target.checked)}>
            {t("analysis.compare")}{" "}
            <span className="t3">{before.from <= before.to && `${before.from.slice(5)} – ${before.to.slice(5)}`}</span>
          </Checkbox>
          {!whole && (
            <Segmented
              value={scope.grain}
              onChange={(value) => scope.setGrain(value as Grain)}
              options={GRAINS.map((grain) => ({
                value: grain,
                label: t(`analysis.${grain}`),
                disabled: !fitting.includes(grain),
              }))}
            />
          )}
          {filters}
          <span className="grow" />
          <span className="f12 t3" data-testid="zone">
            {hours > 0 &&
              hours !== scope.days * 24 &&
              `${t("analysis.clockChange", { hours: signed(hours - scope.days * 24, String(Math.abs(hours - scope.days * 24))) })} · `}
            {t("analysis.zone", { zone: me.time_zone, time: clockTime(updatedAt || Date.now(), me.time_zone) })}
          </span>
        </div>
        {children}
      </div>
    </main>
  );
}

interface Query {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Nothing yet, or what went wrong; nothing once there is a report. */
export function NotYet({ query }: { query: Query }) {
  const { t } = useTranslation();
  if ((!query.isPending && !query.isError) || isOfPeriod(query.error)) return null;
  return (
    <div className="card">
      {query.isError ? (
        <Failed title={t("analysis.notLoaded")} error={query.error} retry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} columns={5} />
      )}
    </div>
  );
}

/** A figure with what it was before. `better` says which direction is good; without it, neither is. */
export interface Figure {
  label: string;
  value: string;
  change?: Change | undefined;
  before?: string | undefined;
  better?: 1 | -1;
  spark?: readonly number[];
}

export function FigureCard({ figure, compare }: { figure: Figure; compare: boolean }) {
  const { t } = useTranslation();
  const { change, better } = figure;
  const good = change && better && change.direction !== 0 ? change.direction === better : undefined;
  const tone = good === undefined ? "t3" : good ? "is-good" : "is-bad";
  return (
    <section className="card figure">
      <h2>{figure.label}</h2>
      <b data-testid="figure">{figure.value}</b>
      <Spark values={figure.spark ?? []} />
      {compare && figure.before !== undefined && (
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
export function Spark({ values }: { values: readonly number[] }) {
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

/** How large a part is, beside the largest. */
export function Bar({ part, series = 1 }: { part: number; series?: number }) {
  return (
    <span className="bar">
      <i style={{ width: `${part * 100}%`, background: `var(--series-${series})` }} />
    </span>
  );
}
