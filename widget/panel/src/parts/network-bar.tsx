import { useSignal, useSignalEffect } from "@preact/signals";
import { CloudOff, WifiOff } from "lucide-preact";
import { useSession } from "../context";
import { Glyph } from "./glyph";

const TICK_MS = 250;

/** Says that the connection is gone and when it is tried again. Short gaps pass unseen: the style shows it with a delay. */
export function NetworkBar() {
  const session = useSession();
  const { t } = session;
  const seconds = useSignal(0);
  const { status, attempt } = session.connection.value;

  useSignalEffect(() => {
    const { status: now, retryAt } = session.connection.value;
    if (now !== "waiting") return;
    const tick = () => {
      seconds.value = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  });

  if (status === "open") return null;
  const text =
    status === "waiting"
      ? t("network.waiting", { seconds: seconds.value, attempt })
      : status === "stopped"
        ? t("network.stopped")
        : attempt > 1
          ? t("network.connecting", { attempt })
          : t("network.first");
  return (
    <div class={`network ${status}`} data-testid="reconnect-bar">
      <Glyph icon={status === "stopped" ? CloudOff : WifiOff} size={16} />
      <span class="grow">{text}</span>
      {/* The count-down would be read out every second; this is said once for each state. */}
      <span class="sr" role="status">
        {status === "waiting" ? t("network.waiting", { seconds: Math.ceil(session.connection.value.retryInMs / 1000), attempt }) : ""}
      </span>
      {status === "waiting" && (
        <button type="button" class="button small" data-testid="reconnect" onClick={() => session.reconnectNow()}>
          {t("network.now")}
        </button>
      )}
    </div>
  );
}
