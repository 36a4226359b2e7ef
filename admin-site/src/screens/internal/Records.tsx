import { fullTime, shortTime } from "@parlor/design";
import type { Entry, InternalView } from "@parlor/protocol";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Lock, MessagesSquare } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/session.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { quickPeriod } from "../../shared/periods.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { Log } from "../desk/Log.tsx";
import "../../shared/side-drawer.css";

const titleOf = (view: InternalView) => view.name || view.members.map((each) => each.name).join(" · ");

/** 内部记录: what colleagues said to each other, by member and time, to read only. */
export function InternalRecordsScreen() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { conversationId } = useParams();
  const [period, setPeriod] = useState(() => quickPeriod("week", Date.now(), me.time_zone));
  const [agentId, setAgentId] = useState<string>();
  const list = useInfiniteQuery({
    queryKey: ["internal-records", period, agentId],
    queryFn: ({ pageParam, signal }) =>
      call("list_internal_records", { query: { ...period, agent_id: agentId ?? "", ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    enabled: agentId !== undefined,
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const rows = list.data?.pages.flatMap((page) => page.conversations) ?? [];
  const now = Date.now();
  return (
    <main className="page list-page">
      <PageHead title={t("manage.internalRecords")} />
      <div className="list-main page-fill">
        <div className="list-filters">
          <AgentPicker
            label={t("internalRecords.member")}
            placeholder={t("internalRecords.choose")}
            value={agentId}
            onChange={setAgentId}
            testId="internal-member"
          />
          <PeriodPicker period={period} onChange={setPeriod} />
        </div>
        {agentId === undefined ? (
          <Empty icon={MessagesSquare} title={t("internalRecords.choose")} text={t("internalRecords.chooseText")} />
        ) : (
          <ListBody
            query={list}
            count={rows.length}
            notLoaded={t("records.notLoaded")}
            skeleton={{ rows: 8, columns: 4 }}
            empty={<Empty icon={MessagesSquare} title={t("internalRecords.none")} text={t("internalRecords.noneText")} />}
          >
            <table className="plain one-line">
              <thead>
                <tr>
                  <th>{t("internalRecords.conversation")}</th>
                  <th>{t("internal.members")}</th>
                  <th className="right">{t("records.messages")}</th>
                  <th>{t("internalRecords.last")}</th>
                  <th className="right">{t("internalRecords.time")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((view) => (
                  <tr
                    key={view.conversation_id}
                    data-opens
                    className={view.conversation_id === conversationId ? "chosen" : undefined}
                    onClick={() => void navigate(`/manage/internal-records/${view.conversation_id}`)}
                    data-testid="internal-record-row"
                  >
                    <td>
                      <button type="button" className="row-link">
                        {titleOf(view)}
                      </button>
                    </td>
                    <td className="cut phone-off" style={{ maxWidth: 240 }} title={view.members.map((each) => each.name).join(" · ")}>
                      {t("internal.count", { count: view.members.length })}
                    </td>
                    <td className="right phone-off">{view.message_count ?? 0}</td>
                    <td className="cut phone-wide fill" title={view.last_text}>
                      {view.last_text}
                    </td>
                    <td className="right t2 phone-end" title={fullTime(view.last_at, me.time_zone)}>
                      {shortTime(view.last_at, now, i18n.language, { exact: true, zone: me.time_zone })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ListBody>
        )}
      </div>
      {conversationId && (
        <Record key={conversationId} conversationId={conversationId} onClose={() => void navigate("/manage/internal-records")} />
      )}
    </main>
  );
}

/** Reads page after page: a log may be longer than one answer. */
async function wholeLog(conversationId: string, signal: AbortSignal): Promise<{ conversation: InternalView; entries: Entry[] }> {
  const entries: Entry[] = [];
  for (;;) {
    const after = String(entries[entries.length - 1]?.seq ?? 0);
    const page = await call("get_internal_record", { path: { conversation_id: conversationId }, query: { after } }, signal);
    entries.push(...page.entries);
    const seq = entries[entries.length - 1]?.seq ?? 0;
    if (page.entries.length === 0 || seq >= page.last_seq) return { conversation: page.conversation, entries };
  }
}

function Record({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const log = useQuery({ queryKey: ["internal-record", conversationId], queryFn: ({ signal }) => wholeLog(conversationId, signal) });
  const view = log.data?.conversation;
  return (
    <SideDrawer
      label={t("internalRecords.conversation")}
      width={560}
      onClose={onClose}
      testId="internal-record"
      title={
        view && (
          <div className="grow">
            <div className="row">
              <h2 className="cut">{titleOf(view)}</h2>
              <span className="tag">
                <Lock size={12} aria-hidden /> {t("internalRecords.readOnly")}
              </span>
            </div>
            {view.kind === "group" && (
              <div className="f12 t2 cut" title={view.members.map((each) => each.name).join(" · ")}>
                {view.members.map((each) => each.name).join(" · ")}
              </div>
            )}
          </div>
        )
      }
    >
      {log.isPending && <SkeletonRows rows={6} height={56} columns={1} />}
      {log.isError && <Failed title={t("records.notLoaded")} error={log.error} retry={() => void log.refetch()} />}
      {log.data && <Log view={log.data.conversation} entries={log.data.entries} fromStart />}
    </SideDrawer>
  );
}
