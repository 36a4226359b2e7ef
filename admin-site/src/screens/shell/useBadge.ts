import { useEffect } from "react";
import { useAlertSettings } from "../../live/alert-settings.ts";
import { useUnreadNotices } from "./NoticeBar.tsx";
import { useDeskCounts } from "./Rail.tsx";

/** Shows the number of what waits at the icon of the installed program, where the system can. */
export function useBadge(): void {
  const { waiting, unread } = useDeskCounts();
  const notices = useUnreadNotices();
  const { badge } = useAlertSettings();
  const count = badge ? waiting + unread + notices : 0;
  useEffect(() => {
    if (!("setAppBadge" in navigator)) return;
    // Refused where the site is not installed: then there is no icon to show it at.
    void navigator.setAppBadge(count).catch(() => {});
  }, [count]);
}
