import { fullTime, shortTime } from "@parlor/design";
import type { ReportRun, ReportScheduleView } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { MailCheck, Plus, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { ScheduleDrawer } from "./ScheduleDrawer.tsx";
import { reportTitle, schedulesQuery, whenText } from "./schedule.ts";
import "../library/library.css";
import "./scheduled.css";

/** After "send now" the result comes within seconds. */
const LOOK_AGAIN_MS = 2_000;
const NONE: readonly ReportScheduleView[] = [];
const TONES = { sent: "good", partly: "wait", failed: "late", nobody: "wait" } as const;

/** 定时报表: reports that are mailed by themselves. */
export function ScheduledReportsScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  /** What was asked for and when, until its result is there. */
  const [asked, setAsked] = useState<Readonly<Record<string, number>>>({});
  const list = useQuery({
    ...schedulesQuery,
    refetchInterval: ({ state }) => (waits(state.data?.schedules, asked) ? LOOK_AGAIN_MS : false),
  });
  const schedules = list.data?.schedules ?? NONE;
  const [search, setSearch] = useSearch();
  const editing = search.get("schedule");
  const chosen = schedules.find((each) => each.schedule_id === editing);
  const open = (id: string) => setSearch({ schedule: id });
  const [deleting, setDeleting] = useState<ReportScheduleView>();
  const send = useMutation({
    mutationFn: ({ schedule_id }: ReportScheduleView) => call("send_report_schedule", { path: { schedule_id } }),
    onMutate: ({ schedule_id, last }) => setAsked((before) => ({ ...before, [schedule_id]: last?.at ?? 0 })),
    onSuccess: () => toast({ tone: "good", text: t("scheduled.onItsWay") }),
    onError: (error, { schedule_id }) => {
      setAsked(({ [schedule_id]: _, ...others }) => others);
      toast({ tone: "bad", text: problemText(t, error) });
    },
  });
  const add = (
    <Button type="primary" icon={<Plus size={16} />} onClick={() => open("new")} data-testid="schedule-add">
      {t("scheduled.add")}
    </Button>
  );
  return (
    <main className="page list-page">
      <PageHead title={t("manage.scheduled")}>{schedules.length > 0 && add}</PageHead>
      <div className="list-main page-fill">
        <ListBody
          query={list}
          count={schedules.length}
          notLoaded={t("scheduled.notLoaded")}
          skeleton={{ rows: 4, columns: 5 }}
          empty={
            <Empty icon={MailCheck} title={t("scheduled.none")} text={t("scheduled.noneText")}>
              {add}
            </Empty>
          }
        >
          <table className="plain one-line library-table scheduled-list">
            <thead>
              <tr>
                <th>{t("scheduled.name")}</th>
                <th>{t("scheduled.reports")}</th>
                <th>{t("scheduled.time")}</th>
                <th>{t("scheduled.recipients")}</th>
                <th>{t("scheduled.next")}</th>
                <th>{t("scheduled.last")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {schedules.map((schedule) => (
                <ScheduleRow
                  key={schedule.schedule_id}
                  schedule={schedule}
                  waiting={waits([schedule], asked)}
                  onOpen={() => open(schedule.schedule_id)}
                  onSend={() => send.mutate(schedule)}
                  onDelete={() => setDeleting(schedule)}
                />
              ))}
            </tbody>
          </table>
        </ListBody>
        {(editing === "new" || chosen) && (
          <ScheduleDrawer key={editing} schedule={editing === "new" ? undefined : chosen} onClose={() => setSearch({})} />
        )}
      </div>
      {deleting && (
        <DeleteDialog
          title={t("phrases.deleteTitle", { name: deleting.name })}
          text={t("scheduled.deleteText")}
          run={async () => {
            await call("delete_report_schedule", { path: { schedule_id: deleting.schedule_id } });
            await client.invalidateQueries({ queryKey: schedulesQuery.queryKey });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}

/** Whether a result is awaited. */
function waits(schedules: readonly ReportScheduleView[] | undefined, asked: Readonly<Record<string, number>>): boolean {
  return (schedules ?? NONE).some(({ schedule_id, last }) => asked[schedule_id] !== undefined && (last?.at ?? 0) <= asked[schedule_id]);
}

interface RowProps {
  schedule: ReportScheduleView;
  waiting: boolean;
  onOpen: () => void;
  onSend: () => void;
  onDelete: () => void;
}

function ScheduleRow({ schedule, waiting, onOpen, onSend, onDelete }: RowProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = useNow(30_000);
  const { name, reports, recipients, next_at: next, last } = schedule;
  const lost = recipients.filter((each) => each.state !== "gets_it");
  const time = (at: number) => shortTime(at, now, i18n.language, { zone: me.time_zone, exact: true });
  const titles = reports.map((each) => reportTitle(t, each));
  return (
    <tr data-testid="schedule-row" data-name={name}>
      <td>
        <button type="button" className="link-button medium" onClick={onOpen}>
          {name}
        </button>
      </td>
      <td className="cut fill phone-off" title={titles.join("\n")}>
        {titles[0]}
        {titles.length > 1 && <span className="t3"> {t("scheduled.more", { count: titles.length - 1 })}</span>}
      </td>
      <td>{whenText(t, schedule, i18n.language)}</td>
      <td>
        {t("scheduled.people", { count: recipients.length })}
        {lost.length > 0 && (
          <span className="tag wait" title={lost.map((each) => `${each.name} · ${t(`scheduled.state.${each.state}`)}`).join("\n")}>
            {t("scheduled.lost", { count: lost.length })}
          </span>
        )}
      </td>
      <td className="t2 phone-off" title={next ? fullTime(next, me.time_zone) : undefined}>
        {schedule.paused ? <span className="tag">{t("scheduled.paused")}</span> : next && time(next)}
      </td>
      <td title={last ? lastTitle(t("common.comma"), last, me.time_zone) : undefined}>
        {waiting ? (
          <span className="t3" role="status">
            {t("scheduled.sending")}
          </span>
        ) : (
          last && (
            <>
              <span className={`tag ${TONES[last.outcome]}`} data-testid="schedule-last" data-outcome={last.outcome}>
                {t(`scheduled.outcome.${last.outcome}`)}
              </span>
              <span className="t3 f12 phone-off"> {time(last.at)}</span>
            </>
          )
        )}
      </td>
      <td className="right phone-end library-acts">
        <span>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("scheduled.sendNamed", { name })}
            title={t("scheduled.sendNow")}
            onClick={onSend}
            disabled={waiting}
            data-testid="schedule-send"
          >
            <Send size={16} />
          </button>
          <RowActs name={name} onEdit={onOpen} onDelete={onDelete} testId="schedule" />
        </span>
      </td>
    </tr>
  );
}

function lastTitle(comma: string, last: ReportRun, zone: string): string {
  return [fullTime(last.at, zone), (last.names ?? []).join(comma)].filter(Boolean).join("\n");
}
