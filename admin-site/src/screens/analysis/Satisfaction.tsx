import { shortTime } from "@parlor/design";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Star } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { useMe } from "../../shared/me.tsx";
import type { Period } from "../../shared/periods.ts";
import { recordsPath } from "../../shared/records-path.ts";
import { Score } from "../../shared/Score.tsx";
import { Empty } from "../../shared/States.tsx";
import { ExportButton, PictureButton } from "./Export.tsx";
import { Bar, FigureCard, NotYet, ReportPage, usePoints, useScope } from "./report.tsx";
import { changeOf, formatCount, formatShare, pointsOf, satisfied, shareOf } from "./series.ts";

const Chart = lazy(() => import("./Chart.tsx"));
const STARS = [5, 4, 3, 2, 1] as const;

/** 满意度: how many stars, by time and agent, and what visitors said. */
export function SatisfactionScreen() {
  const { t } = useTranslation();
  const scope = useScope();
  const { period, grain, compare } = scope;
  const query = useQuery({
    queryKey: ["report", "satisfaction", period, grain],
    queryFn: ({ signal }) => call("report_satisfaction", { query: { ...period, grain } }, signal),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const points = useMemo(() => data?.points.map((point) => point.at), [data]);
  const { names, labels, unfinished } = usePoints(points, scope);
  const bars = useMemo(
    () => (data ? [{ name: t("analysis.ratings.rated"), values: data.points.map((point) => point.rated) }] : []),
    [data, t],
  );
  const line = useMemo(
    () =>
      compare && data?.before_rated
        ? { name: t("analysis.beforeShort"), values: data.before_rated.slice(0, data.points.length) }
        : undefined,
    [compare, data, t],
  );
  const now = satisfied(data?.scores);
  const was = satisfied(data?.before_scores);
  const share = shareOf(now.rated, data?.answered ?? 0);
  const shareBefore = shareOf(was.rated, data?.before_answered ?? 0);
  const stars = (average: number | undefined) => average?.toFixed(2) ?? "–";
  return (
    <ReportPage title={t("manage.satisfaction")} scope={scope} updatedAt={query.dataUpdatedAt} error={query.error}>
      <NotYet query={query} />
      {data && !query.isError && (
        <>
          <div className="figures four">
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.ratings.share"),
                value: formatShare(now.share),
                change: pointsOf(now.share, was.share, t("analysis.points")),
                before: formatShare(was.share),
                better: 1,
              }}
            />
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.ratings.average"),
                value: stars(now.average),
                change: now.average !== undefined && was.average ? changeOf(now.average, was.average) : undefined,
                before: stars(was.average),
                better: 1,
              }}
            />
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.ratings.rated"),
                value: formatCount(now.rated),
                change: changeOf(now.rated, was.rated),
                before: formatCount(was.rated),
                spark: data.points.map((point) => point.rated),
              }}
            />
            <FigureCard
              compare={compare}
              figure={{
                label: t("analysis.ratings.rate"),
                value: formatShare(share),
                change: pointsOf(share, shareBefore, t("analysis.points")),
                before: formatShare(shareBefore),
                better: 1,
              }}
            />
          </div>
          {now.rated === 0 ? (
            <div className="card">
              <Empty icon={Star} title={t("analysis.ratings.none")} text={t("analysis.ratings.noneText")} />
            </div>
          ) : (
            <>
              <div className="chart-row" data-map>
                <section className="card chart-card">
                  <header>
                    <h2>{t("analysis.ratings.course")}</h2>
                    {line && (
                      <ul className="legend">
                        <li>
                          <i className="legend-line" />
                          {line.name}
                        </li>
                      </ul>
                    )}
                    <PictureButton title={t("analysis.ratings.course")} scope={scope} />
                  </header>
                  <Suspense fallback={<div className="chart" />}>
                    <Chart
                      label={t("analysis.ratings.course")}
                      names={names}
                      labels={labels}
                      bars={bars}
                      before={line}
                      unfinished={unfinished}
                    />
                  </Suspense>
                </section>
                <section className="card chart-card">
                  <header>
                    <h2>{t("analysis.ratings.spread")}</h2>
                  </header>
                  <ul className="spread" data-testid="spread">
                    {STARS.map((star) => {
                      const number = data.scores[star - 1] ?? 0;
                      return (
                        <li key={star}>
                          {number > 0 ? (
                            <Link to={recordsPath(period, { score_min: star, score_max: star })} title={t("analysis.toRecords")}>
                              {t("analysis.ratings.stars", { count: star })}
                            </Link>
                          ) : (
                            <span>{t("analysis.ratings.stars", { count: star })}</span>
                          )}
                          <Bar part={number / Math.max(1, ...data.scores)} series={star >= 3 ? 1 : 4} />
                          <b>{formatCount(number)}</b>
                          <span className="t2">{formatShare(shareOf(number, now.rated))}</span>
                        </li>
                      );
                    })}
                  </ul>
                </section>
              </div>
              <section className="card figures-table">
                <header>
                  <h2>{t("analysis.by.agent")}</h2>
                  <ExportButton report="satisfaction" scope={scope} />
                </header>
                <div className="table-scroll">
                  <table className="plain one-line">
                    <thead>
                      <tr>
                        <th>{t("analysis.work.agent")}</th>
                        {STARS.map((star) => (
                          <th key={star} className="right">
                            {t("analysis.ratings.stars", { count: star })}
                          </th>
                        ))}
                        <th className="right">{t("analysis.ratings.average")}</th>
                        <th className="right">{t("analysis.ratings.share")}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.agents.map((agent) => (
                        <tr key={agent.agent_id ?? ""}>
                          <td>
                            {agent.agent_id ? (
                              <Link to={recordsPath(period, { agent_ids: [agent.agent_id], score_min: 1 })} title={t("analysis.toRecords")}>
                                {agent.name}
                              </Link>
                            ) : (
                              t("analysis.gone")
                            )}
                          </td>
                          {STARS.map((star) => (
                            <td key={star} className="right">
                              {formatCount(agent.scores[star - 1] ?? 0)}
                            </td>
                          ))}
                          <td className="right">{stars(satisfied(agent.scores).average)}</td>
                          <td className="right">{formatShare(satisfied(agent.scores).share)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </section>
              <Comments period={period} />
            </>
          )}
        </>
      )}
    </ReportPage>
  );
}

/** What visitors answered, newest first; each leads to its conversation. */
function Comments({ period }: { period: Period }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const list = useInfiniteQuery({
    queryKey: ["ratings", period],
    queryFn: ({ pageParam, signal }) => call("list_ratings", { query: { ...period, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const ratings = list.data?.pages.flatMap((page) => page.ratings) ?? [];
  return (
    <section className="card comments">
      <header>
        <h2>{t("analysis.ratings.comments")}</h2>
      </header>
      <NotYet query={list} />
      {list.data && ratings.length === 0 && <p className="comments-none t3">{t("analysis.ratings.notEnded")}</p>}
      <ul>
        {ratings.map((rating) => (
          <li key={rating.conversation_id} data-testid="rating">
            <Score score={rating.score} />
            <div>
              <p>
                {rating.answers
                  .filter((answer) => answer.value)
                  .map((answer) => answer.value)
                  .join(t("common.semicolon")) || <span className="t3">{t("analysis.ratings.noWords")}</span>}
              </p>
              <p className="f12 t3">
                {[rating.visitor_name, rating.agent_name, shortTime(rating.at, Date.now(), i18n.language, { zone: me.time_zone })]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <Link to={`/manage/records/${rating.conversation_id}`}>{t("analysis.ratings.open")}</Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.loadMore")}
        </Button>
      )}
    </section>
  );
}
