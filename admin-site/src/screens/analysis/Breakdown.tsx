import type { BreakdownRow, Breakdown as BreakdownView } from "@parlor/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { ChartColumn } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { Empty } from "../../shared/States.tsx";
import { ExportButton, PictureButton, type ReportName } from "./Export.tsx";
import { MapCard } from "./MapCard.tsx";
import { HOME, type MapName, shapeOf } from "./places.ts";
import { recordsOf } from "./records.ts";
import { Bar, NotYet, ReportPage, type ScopeState, usePoints } from "./report.tsx";
import { changeOf, formatCount, formatShare, shareOf } from "./series.ts";
import { type By, valueName } from "./values.ts";

const Chart = lazy(() => import("./Chart.tsx"));
const COURSES = 5;

export type Group = "time" | "agent" | "department" | "topic" | "page" | "place" | "source" | "device" | "style";
const DIMENSIONS: Record<Exclude<Group, "time">, readonly By[]> = {
  agent: ["agent"],
  department: ["department"],
  topic: ["topic", "value"],
  page: ["page"],
  place: ["province", "country"],
  source: ["source", "engine", "referrer", "keyword"],
  device: ["device", "system", "browser"],
  style: ["style"],
};

interface Props {
  of: "consultations" | "visits";
  group: Exclude<Group, "time">;
  title: string;
  tabs: ReactNode;
  scope: ScopeState;
}

const MAPS: Partial<Record<By, MapName>> = { province: "china", country: "world" };

/** Conversations or visits by what is known of them: the course of the five largest, all in a table, places on a map beside it. */
export function Breakdown({ of, group, title, tabs, scope }: Props) {
  const { t } = useTranslation();
  const dimensions = DIMENSIONS[group];
  const [by, setBy] = useState<By>(dimensions[0] as By);
  const { period, grain, compare } = scope;
  const query = useQuery({
    queryKey: ["report", "breakdown", of, by, period, grain, compare],
    queryFn: ({ signal }) =>
      call("report_breakdown", { query: { of, by, ...period, grain, ...(compare ? { compare: "1" } : {}) } }, signal),
    placeholderData: keepPreviousData,
  });
  const report = query.data?.by === by ? query.data : undefined;
  const choice = dimensions.length > 1 && (
    <Segmented
      value={by}
      onChange={(value) => setBy(value as By)}
      options={dimensions.map((each) => ({ value: each, label: t(`analysis.dimension.${each}`) }))}
    />
  );
  return (
    <ReportPage title={title} tabs={tabs} scope={scope} filters={choice} updatedAt={query.dataUpdatedAt} error={query.error}>
      {report && !query.isError ? (
        <Parts report={report} scope={scope} setBy={setBy} />
      ) : (
        <NotYet query={{ ...query, isPending: !query.isError }} />
      )}
    </ReportPage>
  );
}

function Parts({ report, scope, setBy }: { report: BreakdownView; scope: ScopeState; setBy: (by: By) => void }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [marked, setMarked] = useState<string>();
  const by = report.by as By;
  const { names, labels, unfinished } = usePoints(report.points, scope);
  const bars = useMemo(() => {
    const first = report.rows.slice(0, COURSES).filter((row) => row.total > 0);
    const shown = first.map((row) => ({ name: valueName(t, report.by, row, i18n.language), values: row.course ?? [], stack: "all" }));
    const rest = report.course.map((total, i) => total - shown.reduce((sum, bar) => sum + (bar.values[i] ?? 0), 0));
    return rest.some((number) => number > 0) ? [...shown, { name: t("analysis.others"), values: rest, stack: "all" }] : shown;
  }, [report, t, i18n.language]);
  const line = useMemo(
    () =>
      scope.compare && report.before_course
        ? { name: t("analysis.beforeTotal"), values: report.before_course.slice(0, report.points.length) }
        : undefined,
    [scope.compare, report, t],
  );
  const { period } = scope;
  const map = MAPS[by];
  const pick = useCallback(
    (values: readonly string[]) => {
      if (values.includes(HOME)) return setBy("province");
      const records = values[0] !== undefined && recordsOf(by, { value: values[0] }, period);
      if (records) void navigate(records);
    },
    [by, period, navigate, setBy],
  );
  const title = t(`analysis.chartBy.${report.of}`, { by: t(`analysis.dimension.${by}`) });
  if (report.total === 0 && (report.before_total ?? 0) === 0) {
    return (
      <div className="card">
        <Empty
          icon={ChartColumn}
          title={t("analysis.none")}
          text={t(`analysis.noneBy.${report.by === "topic" || report.by === "value" ? "topic" : "any"}`)}
        />
      </div>
    );
  }
  return (
    <>
      {map && (
        <div className="map-row">
          <MapCard
            map={map}
            rows={report.rows}
            total={report.total}
            marked={marked}
            picture={title}
            scope={scope}
            onPick={report.of === "consultations" || map === "world" ? pick : undefined}
          />
          <Table report={report} scope={scope} onMark={(value) => setMarked(value && shapeOf(map, value))} />
        </div>
      )}
      <div className="chart-row">
        <section className="card chart-card">
          <header>
            <h2>{title}</h2>
            <ul className="legend">
              {bars.map((bar, i) => (
                <li key={bar.name}>
                  <i
                    style={{
                      background: i < COURSES && bar.name !== t("analysis.others") ? `var(--series-${i + 1})` : "var(--series-prev)",
                    }}
                  />
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
            <PictureButton title={title} scope={scope} />
          </header>
          <Suspense fallback={<div className="chart" />}>
            <Chart label={title} names={names} labels={labels} bars={bars} before={line} unfinished={unfinished} />
          </Suspense>
        </section>
      </div>
      {!map && <Table report={report} scope={scope} />}
    </>
  );
}

interface TableProps {
  report: BreakdownView;
  scope: ScopeState;
  /** The row under the pointer or the focus, by its value; beside a map there is no room for all columns. */
  onMark?: (value: string | undefined) => void;
}

function Table({ report, scope, onMark }: TableProps) {
  const { t, i18n } = useTranslation();
  const { compare, period } = scope;
  const by = report.by as By;
  const largest = Math.max(1, ...report.rows.map((row) => row.total));
  const what = t(report.of === "visits" ? "analysis.visits" : "analysis.conversations");
  const name = (row: BreakdownRow) => valueName(t, report.by, row, i18n.language);
  const linked = (row: BreakdownRow) => {
    const records = report.of === "consultations" && row.total > 0 ? recordsOf(by, row, period) : undefined;
    if (!records) return name(row);
    return (
      <Link to={records} title={t("analysis.toRecords")}>
        {name(row)}
      </Link>
    );
  };
  const all = [...report.rows, ...(report.rest ? [{ value: "…", total: report.rest }] : [])];
  return (
    <section className="card figures-table">
      <header>
        <h2>{t(`analysis.dimension.${by}`)}</h2>
        <ExportButton report={`${report.of}.${by}` as ReportName} scope={scope} />
      </header>
      <div className="table-scroll">
        <table className="plain" data-testid="breakdown">
          <thead>
            <tr>
              <th>{t(`analysis.dimension.${by}`)}</th>
              <th className="right">{what}</th>
              <th className="wide-only" style={{ width: onMark ? "20%" : "32%" }}>
                {t("analysis.part")}
              </th>
              <th className="right">%</th>
              {compare && !onMark && <th className="right wide-only">{t("analysis.beforeShort")}</th>}
              {compare && <th className="right wide-only">{t("analysis.change")}</th>}
            </tr>
          </thead>
          <tbody>
            {all.map((row) => (
              <tr
                key={row.value}
                onMouseEnter={() => onMark?.(row.value)}
                onMouseLeave={() => onMark?.(undefined)}
                onFocus={() => onMark?.(row.value)}
                onBlur={() => onMark?.(undefined)}
              >
                <td className="cut" title={name(row)}>
                  {linked(row)}
                </td>
                <td className="right">{formatCount(row.total)}</td>
                <td className="wide-only">
                  <Bar part={row.total / largest} />
                </td>
                <td className="right t2">{formatShare(shareOf(row.total, report.total))}</td>
                {compare && !onMark && <td className="right wide-only t2">{formatCount(row.before ?? 0)}</td>}
                {compare && <td className="right wide-only t2">{changeOf(row.total, row.before ?? 0)?.text ?? ""}</td>}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{t("analysis.sum")}</td>
              <td className="right">{formatCount(report.total)}</td>
              <td className="wide-only" />
              <td className="right">100.0%</td>
              {compare && !onMark && <td className="right wide-only">{formatCount(report.before_total ?? 0)}</td>}
              {compare && <td className="right wide-only">{changeOf(report.total, report.before_total ?? 0)?.text ?? ""}</td>}
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
