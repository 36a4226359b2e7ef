import type { AgentFigures } from "@parlor/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { daysIn } from "../../shared/periods.ts";
import { recordsPath } from "../../shared/records-path.ts";
import { Empty } from "../../shared/States.tsx";
import { ExportButton } from "./Export.tsx";
import { Bar, FigureCard, NotYet, ReportPage, useScope } from "./report.tsx";
import { averageTime, changeOf, formatCount, formatShare, pointsOf, satisfied, shareOf } from "./series.ts";

const SUMS = [
  ...(["taken", "ended", "returned", "first_replies", "first_reply_ms", "replies", "reply_ms", "length_ms", "wrapped"] as const),
  ...(["online_ms", "busy_ms", "away_ms", "invisible_ms", "days"] as const),
] as const;
type Sums = Pick<AgentFigures, (typeof SUMS)[number] | "scores">;

const COLUMNS = [
  "taken",
  "first",
  "reply",
  "length",
  "returned",
  "satisfied",
  "wrapped",
  "load",
  "online",
  "busy",
  "away",
  "days",
] as const;
type Column = (typeof COLUMNS)[number];

/** What a column is sorted by; undefined stands last. */
function worth(row: Sums, column: Column): number | undefined {
  const average = (sum: number | undefined, number: number | undefined) => (number ? (sum ?? 0) / number : undefined);
  switch (column) {
    case "taken":
      return row.taken ?? 0;
    case "first":
      return average(row.first_reply_ms, row.first_replies);
    case "reply":
      return average(row.reply_ms, row.replies);
    case "length":
      return average(row.length_ms, row.taken);
    case "returned":
      return row.returned ?? 0;
    case "satisfied":
      return satisfied(row.scores).share;
    case "wrapped":
      return shareOf(row.wrapped ?? 0, row.ended ?? 0);
    case "load":
      return average(row.length_ms, (row.online_ms ?? 0) + (row.busy_ms ?? 0) + (row.away_ms ?? 0) + (row.invisible_ms ?? 0));
    case "online":
      return row.online_ms ?? 0;
    case "busy":
      return row.busy_ms ?? 0;
    case "away":
      return row.away_ms ?? 0;
    case "days":
      return row.days ?? 0;
  }
}

/** All agents together. */
function summed(agents: readonly AgentFigures[]): Sums {
  const of = (key: (typeof SUMS)[number]) => agents.reduce((sum, agent) => sum + (agent[key] ?? 0), 0);
  const scores = [0, 1, 2, 3, 4].map((i) => agents.reduce((sum, agent) => sum + (agent.scores?.[i] ?? 0), 0));
  return { ...Object.fromEntries(SUMS.map((key) => [key, of(key)])), scores };
}

/** 客服工作量与考勤: what each agent did, how fast, and how long they were there. */
export function AgentWorkScreen() {
  const { t } = useTranslation();
  const scope = useScope();
  const { period, before, compare } = scope;
  const [sort, setSort] = useState<{ column: Column; down: boolean }>({ column: "taken", down: true });
  const query = useQuery({
    queryKey: ["report", "agents", period],
    queryFn: ({ signal }) => call("report_agents", { query: { ...period } }, signal),
    placeholderData: keepPreviousData,
  });
  const earlier = useQuery({
    queryKey: ["report", "agents", before],
    queryFn: ({ signal }) => call("report_agents", { query: { ...before } }, signal),
    enabled: compare,
  });
  const agents = query.data?.agents ?? [];
  const now = summed(agents);
  const was = earlier.data ? summed(earlier.data.agents) : undefined;
  const sorted = [...agents].sort((a, b) => {
    const [left, right] = [worth(a, sort.column), worth(b, sort.column)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sort.down ? right - left : left - right;
  });
  const text = (row: Sums, column: Column): string => {
    switch (column) {
      case "taken":
      case "returned":
      case "days":
        return formatCount(worth(row, column) ?? 0);
      case "first":
        return averageTime(row.first_reply_ms, row.first_replies, t("analysis.seconds"));
      case "reply":
        return averageTime(row.reply_ms, row.replies, t("analysis.seconds"));
      case "length":
        return averageTime(row.length_ms, row.taken, t("analysis.seconds"));
      case "load":
        return worth(row, column)?.toFixed(2) ?? "–";
      case "satisfied":
      case "wrapped":
        return formatShare(worth(row, column));
      default: {
        const minutes = Math.round((worth(row, column) ?? 0) / 60_000);
        return minutes > 0 ? t("analysis.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 }) : "–";
      }
    }
  };
  const figure = (column: "first" | "reply" | "length", better?: -1) => {
    const [value, previous] = [worth(now, column), was && worth(was, column)];
    return {
      label: t(`analysis.work.${column}`),
      value: text(now, column),
      change: value !== undefined && previous ? changeOf(value, previous) : undefined,
      before: was && text(was, column),
      ...(better ? { better } : {}),
    };
  };
  const largest = Math.max(1, ...agents.map((agent) => agent.taken ?? 0));
  const many = daysIn(period) > 1;
  const columns = COLUMNS.filter((column) => many || column !== "days");
  return (
    <ReportPage title={t("manage.agentWork")} scope={scope} whole updatedAt={query.dataUpdatedAt} error={query.error}>
      <NotYet query={query} />
      {query.data && !query.isError && (
        <>
          <div className="figures">
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.work.taken"),
                value: formatCount(now.taken ?? 0),
                change: was && changeOf(now.taken ?? 0, was.taken ?? 0),
                before: was && formatCount(was.taken ?? 0),
                better: 1,
              }}
            />
            <FigureCard compare={compare} figure={figure("first", -1)} />
            <FigureCard compare={compare} figure={figure("reply", -1)} />
            <FigureCard compare={compare} figure={figure("length")} />
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.work.satisfied"),
                value: text(now, "satisfied"),
                change: was && pointsOf(satisfied(now.scores).share, satisfied(was.scores).share, t("analysis.points")),
                before: was && text(was, "satisfied"),
                better: 1,
              }}
            />
          </div>
          <section className="card figures-table">
            <header>
              <h2>{t("analysis.by.agent")}</h2>
              <ExportButton report="agents" scope={scope} />
            </header>
            {agents.length === 0 ? (
              <Empty icon={Users} title={t("analysis.none")} />
            ) : (
              <div className="table-scroll">
                <table className="plain one-line" data-testid="agent-work">
                  <thead>
                    <tr>
                      <th>{t("analysis.work.agent")}</th>
                      {columns.map((column) => (
                        <th
                          key={column}
                          className="right"
                          aria-sort={sort.column === column ? (sort.down ? "descending" : "ascending") : undefined}
                        >
                          <button
                            type="button"
                            className="sort"
                            title={column === "load" ? t("analysis.work.loadAbout") : undefined}
                            onClick={() => setSort({ column, down: sort.column === column ? !sort.down : true })}
                          >
                            {t(`analysis.work.${column}`)}
                            {sort.column === column &&
                              (sort.down ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />)}
                          </button>
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {sorted.map((agent) => (
                      <tr key={agent.agent_id}>
                        <td>
                          <span className="row">
                            <Avatar id={agent.agent_id} name={agent.name} size={24} />
                            <Link to={recordsPath(period, { agent_ids: [agent.agent_id] })} title={t("analysis.toRecords")}>
                              {agent.name}
                            </Link>
                            <span className="t3 f12">{agent.number}</span>
                          </span>
                        </td>
                        {columns.map((column) => (
                          <td key={column} className="right">
                            {column === "taken" ? (
                              <span className="with-bar">
                                <Bar part={(agent.taken ?? 0) / largest} />
                                {text(agent, column)}
                              </span>
                            ) : (
                              text(agent, column)
                            )}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                  <tfoot>
                    <tr>
                      <td>{t("analysis.sum")}</td>
                      {columns.map((column) => (
                        <td key={column} className="right">
                          {column === "days" ? "" : text(now, column)}
                        </td>
                      ))}
                    </tr>
                  </tfoot>
                </table>
              </div>
            )}
          </section>
        </>
      )}
    </ReportPage>
  );
}
