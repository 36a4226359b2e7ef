import { fullTime, shortTime } from "@parlor/design";
import type { MyNotice } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../live/index.ts";
import { readNotice, useMyNotices } from "../../shared/notices.ts";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import "./notices.css";

/** What the company has to say to me now. */
export default function NoticeInbox({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const mine = useMyNotices();
  return (
    <Modal open width={520} title={t("notices.mine")} footer={null} onCancel={onClose} className="notice-inbox">
      {mine.isPending && <SkeletonRows rows={3} height={64} columns={1} />}
      {mine.isError && !mine.data && <Failed title={t("notices.notLoaded")} error={mine.error} retry={() => void mine.refetch()} />}
      {mine.data?.notices.length === 0 && <Empty icon={Megaphone} title={t("notices.noneForMe")} />}
      <ol>
        {mine.data?.notices.map((each) => (
          <Item key={each.notice.notice_id} {...each} />
        ))}
      </ol>
    </Modal>
  );
}

function Item({ notice, read }: MyNotice) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const now = useNow(60_000);
  return (
    <li data-testid="my-notice" data-read={read || undefined}>
      <div className="row">
        {!read && <i className="notice-mark" />}
        <h3 className="grow">
          {notice.title}
          {!read && <span className="sr"> {t("notices.unread")}</span>}
        </h3>
        {!read && (
          <Button size="small" onClick={() => void readNotice(client, notice.notice_id)} data-testid="my-notice-read">
            {t("notices.markRead")}
          </Button>
        )}
      </div>
      <p className="notice-text">{notice.text}</p>
      <p className="t3 f12" title={fullTime(notice.from_at)}>
        {notice.by_name} · {shortTime(notice.from_at, now, i18n.language, { exact: true })}
      </p>
    </li>
  );
}
