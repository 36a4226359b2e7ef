import { Button } from "antd";
import { WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { live, useLive, useNow } from "../../live/index.ts";
import { useLate } from "../../shared/States.tsx";

/** While the connection is away: when the next try is, that nothing is lost, and a way to try at once. */
export function ConnectionBanner() {
  const status = useLive((state) => state.link.status);
  const first = useLive((state) => state.desk === "loading");
  // A short gap needs no alarm.
  const late = useLate(status !== "open", first ? 4_000 : 800);
  if (status === "open" || !late) return null;
  return <Banner />;
}

function Banner() {
  const { t } = useTranslation();
  const link = useLive((state) => state.link);
  useNow();
  const seconds = Math.max(0, Math.ceil((link.retryAt - Date.now()) / 1000));
  return (
    <div className="banner bad connection-banner" role="status" data-testid="connection-banner">
      <WifiOff size={16} aria-hidden />
      <span className="grow">
        {link.status === "waiting" && t("link.waiting", { seconds, attempt: link.attempt })}
        {link.status === "connecting" && t("link.connecting", { attempt: link.attempt })}
        {link.status === "stopped" && t("link.stopped")}
      </span>
      {link.status === "waiting" && (
        <Button size="small" onClick={() => live().reconnectNow()} data-testid="reconnect-now">
          {t("link.now")}
        </Button>
      )}
      {link.status === "stopped" && (
        <Button size="small" onClick={() => window.location.reload()}>
          {t("link.reload")}
        </Button>
      )}
    </div>
  );
}
