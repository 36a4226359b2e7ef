import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { WholeWord } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { Empty } from "../../shared/States.tsx";
import { ExportButton } from "./Export.tsx";
import { recordsOf } from "./records.ts";
import { Bar, NotYet, ReportPage, Spark, useScope } from "./report.tsx";
import { changeOf, formatCount, formatShare, shareOf } from "./series.ts";
import { rising } from "./words.ts";

const SHOWN_MAX = 60;

/** 高频词: what visitors talk about, how often, and whether it becomes more. Each word leads to the conversations. */
export function WordsScreen() {
  const { t } = useTranslation();
  const scope = useScope();
  const { period, grain, compare } = scope;
  const query = useQuery({
    queryKey: ["report", "breakdown", "consultations", "word", period, grain, compare],
    queryFn: ({ signal }) =>
      call(
        "report_breakdown",
        { query: { of: "consultations", by: "word", ...period, grain, ...(compare ? { compare: "1" } : {}) } },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  const whole = useQuery({
    queryKey: ["report", "consultations", period, grain],
    queryFn: ({ signal }) => call("report_consultations", { query: { ...period, grain } }, signal),
  });
  const rows = (query.data?.rows ?? []).filter((row) => row.value !== "…" && row.total > 0).slice(0, SHOWN_MAX);
  const largest = Math.max(1, ...rows.map((row) => row.total));
  const conversations = whole.data?.online ?? 0;
  const up = compare ? rising(query.data?.rows ?? []) : [];
  return (
    <ReportPage title={t("manage.words")} scope={scope} updatedAt={query.dataUpdatedAt} error={query.error}>
      <NotYet query={query} />
      {query.data && !query.isError && rows.length === 0 && (
        <div className="card">
          <Empty icon={WholeWord} title={t("analysis.words.none")} text={t("analysis.words.noneText")} />
        </div>
      )}
      {query.data && !query.isError && rows.length > 0 && (
        <>
          {up.length > 0 && (
            <section className="card rising">
              <h2>{t("analysis.words.rising")}</h2>
              <ul>
                {up.map((row) => (
                  <li key={row.value}>
                    <Link to={recordsOf("word", row, period) ?? ""} title={t("analysis.toRecords")}>
                      {row.value}
                    </Link>
                    <span className="f12 t2">{changeOf(row.total, row.before ?? 0)?.text ?? t("analysis.words.new")}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="card figures-table">
            <header>
              <h2>{t("analysis.words.title")}</h2>
              <ExportButton report="consultations.word" scope={scope} />
            </header>
            <div className="table-scroll">
              <table className="plain one-line" data-testid="words">
                <thead>
                  <tr>
                    <th>{t("analysis.words.word")}</th>
                    <th className="right">{t("analysis.words.number")}</th>
                    <th className="wide-only" style={{ width: "30%" }}>
                      <span className="sr-only">{t("analysis.part")}</span>
                    </th>
                    <th className="right">{t("analysis.words.part")}</th>
                    {compare && <th className="right wide-only">{t("analysis.beforeShort")}</th>}
                    {compare && <th className="right">{t("analysis.words.change")}</th>}
                    <th className="right wide-only">{t("analysis.words.trend")}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.value}>
                      <td>
                        <Link to={recordsOf("word", row, period) ?? ""} title={t("analysis.toRecords")}>
                          {row.value}
                        </Link>
                      </td>
                      <td className="right">{formatCount(row.total)}</td>
                      <td className="wide-only">
                        <Bar part={row.total / largest} />
                      </td>
                      <td className="right t2">{formatShare(shareOf(row.total, conversations))}</td>
                      {compare && <td className="right wide-only t2">{formatCount(row.before ?? 0)}</td>}
                      {compare && <td className="right t2">{changeOf(row.total, row.before ?? 0)?.text ?? t("analysis.words.new")}</td>}
                      <td className="right wide-only trend">
                        <Spark values={row.course ?? []} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <p className="funnel-note f12 t3">
              {t("analysis.words.text")} {t("analysis.words.few")}
            </p>
          </section>
        </>
      )}
    </ReportPage>
  );
}
