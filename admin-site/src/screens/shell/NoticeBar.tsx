import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Megaphone } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { readNotice, unreadNotices, useMyNotices } from "../../shared/notices.ts";
import { useStore } from "../../shared/store.ts";
import { noticesStore, showNotices } from "./notices-store.ts";

const NoticeInbox = lazy(() => import("../notices/Inbox.tsx"));

export function useUnreadNotices(): number {
  return unreadNotices(useMyNotices().data).length;
}

/** The newest notice of the company stands over every screen until it is read. */
export function NoticeBar() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const unread = unreadNotices(useMyNotices().data);
  const newest = unread[0]?.notice;
  const open = useStore(noticesStore, (state) => state);
  return (
    <>
      {newest && (
        <div className="notice-bar" role="status" data-testid="notice-bar">
          <Megaphone size={16} aria-hidden />
          <button type="button" className="notice-words" onClick={() => showNotices(true)} data-testid="notice-open">
            <b>{newest.title}</b>
            <span className="t2">{newest.text}</span>
          </button>
          {unread.length > 1 && <span className="t2 f12 num">{t("notices.more", { count: unread.length - 1 })}</span>}
          <Button size="small" onClick={() => void readNotice(client, newest.notice_id)} data-testid="notice-read">
            {t("notices.markRead")}
          </Button>
        </div>
      )}
      {open && (
        <Suspense>
          <NoticeInbox onClose={() => showNotices(false)} />
        </Suspense>
      )}
    </>
  );
}
