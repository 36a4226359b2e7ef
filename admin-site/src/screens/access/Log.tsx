import { fullTime, shortTime } from "@parlor/design";
import type { SignInEntry } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { quickPeriod } from "../../shared/periods.ts";
import { Empty } from "../../shared/States.tsx";
import { placeText } from "../../shared/visitor-info.ts";
import { deviceOf } from "../audit/device.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import "../../shared/side-drawer.css";

const OUTCOMES = ["done", "refused"] as const;

/** 登录日志: who came in, from where and with what, and who did not and why. */
export function SignInLogScreen() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const [period, setPeriod] = useState(() => quickPeriod("week", Date.now(), me.time_zone));
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>();
  const [agentId, setAgentId] = useState<string>();
  const list = useInfiniteQuery({
    queryKey: ["sign-ins", period, outcome, agentId],
    queryFn: ({ pageParam, signal }) =>
      call(
        "list_sign_ins",
        {
          query: {
            ...period,
            ...(outcome ? { outcome } : {}),
            ...(agentId ? { agent_id: agentId } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const rows = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const filtered = outcome !== undefined || agentId !== undefined;
  const now = Date.now();
  return (
    <main className="page list-page">
      <PageHead title={t("manage.signIns")}>
        <ExportToFile
          wanted={{ kind: "audit", first: period.from, last: period.to, about: "sign_in", ...(agentId ? { agent_id: agentId } : {}) }}
        />
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <PeriodPicker period={period} onChange={setPeriod} />
          <Select
            className="records-agent"
            allowClear
            placeholder={t("access.allOutcomes")}
            aria-label={t("access.outcome")}
            value={outcome ?? null}
            onChange={(next: (typeof OUTCOMES)[number] | null) => setOutcome(next ?? undefined)}
            options={OUTCOMES.map((each) => ({ value: each, label: t(`access.outcomes.${each}`) }))}
            data-testid="sign-ins-outcome"
          />
          <AgentPicker allowClear label={t("audit.who")} placeholder={t("audit.everybody")} value={agentId} onChange={setAgentId} />
        </div>
        <ListBody
          query={list}
          count={rows.length}
          notLoaded={t("access.notLoaded")}
          skeleton={{ rows: 10, columns: 5 }}
          empty={
            <Empty icon={KeyRound} title={t(filtered ? "audit.noMatch" : "access.noSignIns")} text={t("access.logText")}>
              {filtered && (
                <ClearFilters
                  onClear={() => {
                    setOutcome(undefined);
                    setAgentId(undefined);
                  }}
                />
              )}
            </Empty>
          }
        >
          <table className="plain one-line">
            <thead>
              <tr>
                <th>{t("audit.who")}</th>
                <th>{t("access.outcome")}</th>
                <th>{t("access.device")}</th>
                <th>{t("access.place")}</th>
                <th>{t("access.address")}</th>
                <th className="right">{t("audit.at")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <tr key={entry.entry_id + entry.at} data-testid="sign-in-row" data-reason={entry.reason ?? ""}>
                  <td>
                    <button type="button" className="row-link" title={t("access.onlyThis")} onClick={() => setAgentId(entry.agent_id)}>
                      {entry.agent_name}
                    </button>
                    <span className="phone-only">
                      {" "}
                      <Outcome entry={entry} />
                    </span>
                  </td>
                  <td className="phone-off">
                    <Outcome entry={entry} />
                  </td>
                  <td className="phone-wide t2" title={entry.device}>
                    {deviceOf(entry.device ?? "") || t("access.unknownDevice")}
                    <span className="phone-only">
                      {[placeText(entry.place, i18n.language), entry.address].filter(Boolean).map((each) => ` · ${each}`)}
                    </span>
                  </td>
                  <td className="phone-off t2">{placeText(entry.place, i18n.language)}</td>
                  <td className="phone-off t2 num">{entry.address}</td>
                  <td className="right t2 phone-end" title={fullTime(entry.at, me.time_zone)}>
                    {shortTime(entry.at, now, i18n.language, { exact: true, zone: me.time_zone })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
    </main>
  );
}

function Outcome({ entry }: { entry: SignInEntry }) {
  const { t } = useTranslation();
  if (entry.reason) return <span className="tag late">{t(`access.reason.${entry.reason}`)}</span>;
  return <>{t(`access.way.${entry.way ?? "password"}`)}</>;
}
