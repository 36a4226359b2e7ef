import { fullTime, shortTime } from "@parlor/design";
import type { ErasureView } from "@parlor/protocol";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Eraser, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Empty } from "../../shared/States.tsx";
import { erasuresKey, isUnderWay } from "./erasures.ts";
import { Receipt } from "./Receipt.tsx";
import "../library/library.css";
import "./personal-data.css";

/** While one is under way. */
const LOOK_MS = 2_000;

/** 删除记录: whose data was erased, by whom and when, without a word that leads back to the person. */
export function ErasuresScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [shown, setShown] = useState<string>();
  const list = useInfiniteQuery({
    queryKey: erasuresKey,
    queryFn: ({ pageParam, signal }) => call("list_erasures", { query: pageParam ? { cursor: pageParam } : {} }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.erasures.some(isUnderWay)) ? LOOK_MS : false),
    staleTime: 0,
  });
  const erasures = list.data?.pages.flatMap((page) => page.erasures) ?? [];
  const goOn = useMutation({
    mutationFn: (erasure_id: string) => call("continue_erasure", { path: { erasure_id } }),
    onSettled: () => client.invalidateQueries({ queryKey: erasuresKey }),
  });
  const receipt = erasures.find((each) => each.erasure_id === shown);
  return (
    <main className="page list-page">
      <PageHead title={t("manage.erasures")} />
      <div className="list-main page-fill">
        {goOn.isError && (
          <p className="banner bad" role="alert">
            {problemText(t, goOn.error)}
          </p>
        )}
        <ListBody
          query={list}
          count={erasures.length}
          notLoaded={t("personalData.notLoaded")}
          skeleton={{ rows: 6, columns: 5 }}
          empty={<Empty icon={Eraser} title={t("personalData.none")} text={t("personalData.noneText")} />}
        >
          <table className="plain one-line library-table erasures">
            <thead>
              <tr>
                <th>{t("personalData.subject")}</th>
                <th className="phone-off">{t("personalData.reference")}</th>
                <th>{t("downloads.state")}</th>
                <th className="phone-off">{t("downloads.by")}</th>
                <th className="right phone-off">{t("personalData.asked")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {erasures.map((each) => (
                <ErasureRow key={each.erasure_id} erasure={each} onShow={setShown} onGoOn={goOn.mutate} />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {receipt && <Receipt erasure={receipt} onClose={() => setShown(undefined)} />}
    </main>
  );
}

interface RowProps {
  erasure: ErasureView;
  onShow: (id: string) => void;
  onGoOn: (id: string) => void;
}

function ErasureRow({ erasure, onShow, onGoOn }: RowProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { erasure_id, subject, reference, state, stopped, share = 0, created_at, agent_name } = erasure;
  return (
    <tr data-testid="erasure-row" data-state={state}>
      <td>
        <code>{subject}</code>
      </td>
      <td className="phone-off cut">{reference}</td>
      <td data-testid="erasure-state">
        {isUnderWay(erasure) ? (
          <progress value={share} max={1} aria-label={t("personalData.states.running")} />
        ) : (
          <span className={`tag ${stopped ? "late" : "good"}`}>{t(`personalData.states.${stopped ? "stopped" : "done"}`)}</span>
        )}
      </td>
      <td className="phone-off">{agent_name}</td>
      <td className="right t2 phone-off" title={fullTime(created_at, me.time_zone)}>
        {shortTime(created_at, Date.now(), i18n.language, { exact: true, zone: me.time_zone })}
      </td>
      <td className="right phone-end">
        {stopped && (
          <Button size="small" onClick={() => onGoOn(erasure_id)} data-testid="erasure-continue">
            {t("personalData.goOn")}
          </Button>
        )}
        {state === "done" && (
          <Button size="small" icon={<Printer size={14} aria-hidden />} onClick={() => onShow(erasure_id)} data-testid="erasure-receipt">
            {t("personalData.receipt")}
          </Button>
        )}
      </td>
    </tr>
  );
}
