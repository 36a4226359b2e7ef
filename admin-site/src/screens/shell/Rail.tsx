import { Popover } from "antd";
import { Activity, Bell, Globe, LayoutGrid, Megaphone, MessageCircle, MessagesSquare } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useLive } from "../../live/index.ts";
import { internalUnreadTotal } from "../../live/reduce-internal.ts";
import { groupConversations, unreadCount } from "../../live/select.ts";
import { Logo } from "../../shared/Logo.tsx";
import { useMe } from "../../shared/me.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { LazyNotificationSettings } from "./LazyNotificationSettings.tsx";
import { useUnreadNotices } from "./NoticeBar.tsx";
import { showNotices } from "./notices-store.ts";

/** Waiting visitors and unread messages: what calls the agent to the desk. */
export function useDeskCounts(): { waiting: number; unread: number; mine: number; longestSince: number | undefined } {
  const conversations = useLive((state) => state.conversations);
  const logs = useLive((state) => state.logs);
  const agentId = useLive((state) => state.agentId);
  return useMemo(() => {
    const { waiting, mine } = groupConversations({ conversations, agentId });
    const unread = mine.reduce((sum, view) => sum + unreadCount(view, logs.get(view.conversation_id)?.entries), 0);
    const first = waiting[0];
    return { waiting: waiting.length, unread, mine: mine.length, longestSince: first && (first.waiting_since ?? first.opened_at) };
  }, [conversations, logs, agentId]);
}

/** What colleagues wrote and we have not read. */
function InternalCount() {
  const { t } = useTranslation();
  const unread = useLive(internalUnreadTotal);
  if (unread === 0) return null;
  return (
    <b className="count" data-testid="internal-count">
      {unread > 99 ? "99+" : unread}
      <span className="sr">{t("nav.unread")}</span>
    </b>
  );
}

export function Rail() {
  const { t } = useTranslation();
  const { waiting, unread } = useDeskCounts();
  const notices = useUnreadNotices();
  const mayMonitor = useMe().rights.includes("see_monitor");
  return (
    <nav className="rail" aria-label={t("shell.navigation")}>
      <Logo size={36} onRail />
      <NavLink to="/desk">
        <MessageCircle size={20} aria-hidden />
        <span>{t("nav.desk")}</span>
        {unread > 0 ? (
          <b className="count">
            {unread > 99 ? "99+" : unread}
            <span className="sr">{t("nav.unread")}</span>
          </b>
        ) : (
          waiting > 0 && (
            <b className="count rail-wait">
              {waiting}
              <span className="sr">{t("nav.waiting")}</span>
            </b>
          )
        )}
      </NavLink>
      <NavLink to="/internal" data-testid="nav-internal">
        <MessagesSquare size={20} aria-hidden />
        <span>{t("nav.internal")}</span>
        <InternalCount />
      </NavLink>
      <NavLink to="/visitors">
        <Globe size={20} aria-hidden />
        <span>{t("nav.visitors")}</span>
      </NavLink>
      {mayMonitor && (
        <NavLink to="/monitor">
          <Activity size={20} aria-hidden />
          <span>{t("nav.monitor")}</span>
        </NavLink>
      )}
      <i className="rail-line" />
      <NavLink to="/manage">
        <LayoutGrid size={20} aria-hidden />
        <span>{t("nav.manage")}</span>
      </NavLink>
      <span className="grow" />
      <button type="button" className="rail-button" aria-label={t("notices.mine")} onClick={() => showNotices(true)} data-testid="notices">
        <Megaphone size={20} aria-hidden />
        {notices > 0 && (
          <b className="count">
            {notices}
            <span className="sr">{t("notices.unread")}</span>
          </b>
        )}
      </button>
      <Popover trigger="click" placement="rightBottom" content={<LazyNotificationSettings />} destroyOnHidden>
        <button type="button" className="rail-button" aria-label={t("alerts.title")} data-testid="notification-settings">
          <Bell size={20} aria-hidden />
        </button>
      </Popover>
      <AccountMenu placement="rightBottom" />
    </nav>
  );
}

/** The same on phones, at the foot. */
export function PhoneBar() {
  const { t } = useTranslation();
  const { waiting, unread } = useDeskCounts();
  const count = unread + waiting;
  const mayMonitor = useMe().rights.includes("see_monitor");
  return (
    <nav className="phone-bar" aria-label={t("shell.navigation")}>
      <NavLink to="/desk">
        <MessageCircle size={20} aria-hidden />
        {t("nav.deskShort")}
        {count > 0 && <b className="count">{count > 99 ? "99+" : count}</b>}
      </NavLink>
      <NavLink to="/internal">
        <MessagesSquare size={20} aria-hidden />
        {t("nav.internalShort")}
        <InternalCount />
      </NavLink>
      <NavLink to="/visitors">
        <Globe size={20} aria-hidden />
        {t("nav.visitorsShort")}
      </NavLink>
      {mayMonitor && (
        <NavLink to="/monitor">
          <Activity size={20} aria-hidden />
          {t("nav.monitorShort")}
        </NavLink>
      )}
      <NavLink to="/manage">
        <LayoutGrid size={20} aria-hidden />
        {t("nav.manageShort")}
      </NavLink>
      <AccountMenu placement="topRight" withAlerts />
    </nav>
  );
}
