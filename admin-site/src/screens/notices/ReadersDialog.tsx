import { fullTime, shortTime } from "@parlor/design";
import type { StaffNoticeView } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";

/** Who has read a notice, and who has not. */
export function ReadersDialog({ notice, onClose }: { notice: StaffNoticeView; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const query = useQuery({
    queryKey: ["notice-readers", notice.notice_id],
    queryFn: ({ signal }) => call("list_notice_readers", { path: { notice_id: notice.notice_id } }, signal),
    staleTime: 0,
  });
  const readers = query.data?.readers ?? [];
  return (
    <Modal open width={440} title={t("notices.readersOf", { title: notice.title })} footer={null} onCancel={onClose}>
      {query.isPending && <SkeletonRows rows={4} columns={2} />}
      {query.isError && <Failed title={t("notices.notLoaded")} error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && (
        <>
          <p className="t2 f13" data-testid="notice-read-count">
            {t("notices.readCount", { read: query.data.read, count: readers.length })}
          </p>
          <ul className="notice-readers">
            {readers.map((each) => (
              <li key={each.agent_id} className="row" data-testid="notice-reader" data-read={each.read_at ? true : undefined}>
                <span className="t3 num">{each.number}</span>
                <span className="grow cut">{each.name}</span>
                {each.read_at ? (
                  <span className="t2" title={fullTime(each.read_at)}>
                    {shortTime(each.read_at, now, i18n.language, { exact: true })}
                  </span>
                ) : (
                  <span className="is-wait">{t("notices.notRead")}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
