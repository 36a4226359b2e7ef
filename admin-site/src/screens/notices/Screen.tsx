import { fullTime, shortTime } from "@parlor/design";
import type { StaffNoticeView } from "@parlor/protocol";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Megaphone, Plus, Undo2, UserCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useLive, useNow } from "../../live/index.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { myNoticesQuery, noticesQueryKey } from "../../shared/notices.ts";
import { PageHead } from "../../shared/PageHead.tsx";
import { Empty } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { noticeState } from "./notice-state.ts";
import { PublishDialog } from "./PublishDialog.tsx";
import { ReadersDialog } from "./ReadersDialog.tsx";
import "../library/library.css";
import "./notices.css";

const TAGS = { planned: "system", holds: "accent", over: "", withdrawn: "" } as const;

/** 发布通知: what was told to the staff, to whom, until when, and who has read it. */
export function NoticesScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: noticesQueryKey,
    queryFn: ({ pageParam, signal }) => call("list_notices", { query: pageParam ? { cursor: pageParam } : {} }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
  const notices = list.data?.pages.flatMap((page) => page.notices) ?? [];
  const [writing, setWriting] = useState(false);
  const [withdrawing, setWithdrawing] = useState<StaffNoticeView>();
  const [readersOf, setReadersOf] = useState<StaffNoticeView>();
  return (
    <main className="page list-page">
      <PageHead title={t("manage.notices")}>
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setWriting(true)} data-testid="notice-add">
          {t("notices.publish")}
        </Button>
      </PageHead>
      <div className="list-main page-fill">
        <ListBody
          query={list}
          count={notices.length}
          notLoaded={t("notices.notLoaded")}
          skeleton={{ rows: 8, columns: 5 }}
          more={t("notices.older")}
          empty={
            <Empty icon={Megaphone} title={t("notices.none")} text={t("notices.noneText")}>
              <Button onClick={() => setWriting(true)}>{t("notices.publish")}</Button>
            </Empty>
          }
        >
          <table className="plain one-line library-table">
            <thead>
              <tr>
                <th>{t("notices.title")}</th>
                <th>{t("blocks.state")}</th>
                <th>{t("notices.audience")}</th>
                <th>{t("notices.period")}</th>
                <th>{t("notices.by")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {notices.map((notice) => (
                <NoticeRow
                  key={notice.notice_id}
                  notice={notice}
                  onReaders={() => setReadersOf(notice)}
                  onWithdraw={() => setWithdrawing(notice)}
                />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {writing && <PublishDialog onClose={() => setWriting(false)} />}
      {readersOf && <ReadersDialog notice={readersOf} onClose={() => setReadersOf(undefined)} />}
      {withdrawing && (
        <DeleteDialog
          title={t("notices.withdrawTitle", { title: withdrawing.title })}
          text={t("notices.withdrawText")}
          confirm={t("notices.withdraw")}
          run={async () => {
            await call("withdraw_notice", { path: { notice_id: withdrawing.notice_id } });
            toast({ tone: "good", text: t("notices.withdrawn") });
            await client.invalidateQueries({ queryKey: noticesQueryKey });
            await client.invalidateQueries({ queryKey: myNoticesQuery.queryKey });
          }}
          onClose={() => setWithdrawing(undefined)}
        />
      )}
    </main>
  );
}

/** Whom a notice means, in words. */
function useAudience(): (notice: StaffNoticeView) => string {
  const { t, i18n } = useTranslation();
  const departments = useLive((state) => state.departments);
  const agents = useLive((state) => state.agents);
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction", style: "narrow" });
  return (notice) => {
    if (notice.audience === "all") return t("notices.audiences.all");
    const names =
      notice.audience === "departments"
        ? notice.department_ids?.map((id) => departments.find((each) => each.department_id === id)?.name)
        : notice.agent_ids?.map((id) => agents.get(id)?.name);
    return list.format((names ?? []).map((name) => name ?? t("notices.gone")));
  };
}

function NoticeRow({ notice, onReaders, onWithdraw }: { notice: StaffNoticeView; onReaders: () => void; onWithdraw: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const audience = useAudience()(notice);
  const state = noticeState(notice, now);
  const time = (at: number) => shortTime(at, now, i18n.language, { exact: true });
  return (
    <tr data-testid="notice-row" data-state={state}>
      <td className="cut fill" title={`${notice.title}\n${notice.text}`}>
        <span className="medium">{notice.title}</span> <span className="t3">{notice.text}</span>
      </td>
      <td>
        <span className={`tag ${TAGS[state]}`} title={notice.withdrawn_by}>
          {t(`notices.states.${state}`)}
        </span>
      </td>
      <td className="cut phone-wide" title={audience}>
        {audience}
      </td>
      <td className="t2 phone-off" title={`${fullTime(notice.from_at)} – ${fullTime(notice.until)}`}>
        {time(notice.from_at)} – {time(notice.until)}
      </td>
      <td className="t2 phone-off narrow-off">{notice.by_name}</td>
      <td className="right phone-end library-acts">
        <span>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("notices.readersOf", { title: notice.title })}
            title={t("notices.readers")}
            onClick={onReaders}
            data-testid="notice-readers"
          >
            <UserCheck size={16} />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("notices.withdrawTitle", { title: notice.title })}
            title={t("notices.withdraw")}
            disabled={state === "over" || state === "withdrawn"}
            onClick={onWithdraw}
            data-testid="notice-withdraw"
          >
            <Undo2 size={16} />
          </button>
        </span>
      </td>
    </tr>
  );
}
