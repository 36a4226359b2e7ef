import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Filter } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Empty } from "../../shared/States.tsx";
import { Bar, ExportButton, NotYet, ReportPage, useScope } from "./report.tsx";
import { changeOf, formatCount, formatShare, shareOf } from "./series.ts";

/** 转化漏斗: from a visit to a card, each step beside the visits. */
export function FunnelScreen() {
  const { t } = useTranslation();
  const scope = useScope();
  const { period, compare } = scope;
  const query = useQuery({
    queryKey: ["report", "funnel", period],
    queryFn: ({ signal }) => call("report_funnel", { query: { ...period } }, signal),
    placeholderData: keepPreviousData,
  });
  const steps = query.data?.steps ?? [];
  const visits = steps.find((step) => step.step === "visits")?.total ?? 0;
  const largest = Math.max(1, ...steps.map((step) => step.total));
  return (
    <ReportPage title={t("manage.funnel")} scope={scope} whole updatedAt={query.dataUpdatedAt}>
      <NotYet query={query} />
      {query.data && !query.isError && (
        <section className="card figures-table">
          <header>
            <h2>{t("analysis.funnel.title")}</h2>
            <ExportButton
              name="funnel"
              rows={() => [
                [t("analysis.funnel.step"), t("analysis.funnel.number"), t("analysis.funnel.ofVisits"), t("analysis.beforeShort")],
                ...steps.map((step) => [
                  t(`analysis.funnel.${step.step}`),
                  step.total,
                  formatShare(shareOf(step.total, visits)),
                  step.before,
                ]),
              ]}
            />
          </header>
          {steps.every((step) => step.total === 0) ? (
            <Empty icon={Filter} title={t("analysis.none")} text={t("analysis.noneText")} />
          ) : (
            <ol className="funnel" data-testid="funnel">
              {steps.map((step) => {
                const change = compare ? changeOf(step.total, step.before) : undefined;
                return (
                  <li key={step.step}>
                    <div>
                      <span>{t(`analysis.funnel.${step.step}`)}</span>
                      <span className="t3 f12">{t(`analysis.funnel.about.${step.step}`)}</span>
                    </div>
                    <Bar part={step.total / largest} />
                    <b>{formatCount(step.total)}</b>
                    <span className="t2">{step.step === "visits" ? "" : formatShare(shareOf(step.total, visits))}</span>
                    <span className="t3 f12">
                      {compare && `${change?.text ?? ""} ${t("analysis.before", { value: formatCount(step.before) })}`}
                    </span>
                  </li>
                );
              })}
            </ol>
          )}
          <p className="funnel-note f12 t3">{t("analysis.funnel.note")}</p>
        </section>
      )}
    </ReportPage>
  );
}
