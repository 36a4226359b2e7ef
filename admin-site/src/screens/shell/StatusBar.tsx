import { waitTime } from "@parlor/design";
import { Wifi, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive, useNow } from "../../live/index.ts";
import { useUnwrapped } from "../../live/useUnwrapped.ts";
import { roleName, useMe } from "../../shared/me.tsx";
import { openPalette } from "./palette-store.ts";
import { useDeskCounts } from "./Rail.tsx";
import { useOwnStateWords } from "./useStateChange.ts";

const SLOW_MS = 400;

/** The queue and its waiting times are on every screen, never behind a tab. */
export function StatusBar() {
  const { t } = useTranslation();
  const me = useMe();
  const state = useLive((live) => live.ownState);
  const words = useOwnStateWords();
  const visitors = useLive((live) => live.online ?? 0);
  const ceiling = useLive((live) => live.agents.get(live.agentId)?.ceiling);
  const { mine, waiting, longestSince } = useDeskCounts();
  const unwrapped = useUnwrapped().length;
  return (
    <footer role="contentinfo" className="status" aria-label={t("status.label")}>
      <span className="status-own">
        <i className={`dot ${state}`} />
        {words}
      </span>
      <span>
        {t("status.visitors")} <b data-testid="status-visitors">{visitors}</b>
      </span>
      <span>
        {t("status.mine")} <b data-testid="status-mine">{mine}</b>
        {ceiling !== undefined && ` / ${ceiling}`}
      </span>
      <span className={waiting > 0 ? "status-wait" : undefined}>
        {t("status.waiting")} <b data-testid="status-waiting">{waiting}</b>
        {longestSince !== undefined && <Longest since={longestSince} limitS={me.wait_limit_s} />}
      </span>
      {unwrapped > 0 && (
        <span>
          {t("wrapUp.open")} <b data-testid="status-unwrapped">{unwrapped}</b>
        </span>
      )}
      <i className="grow" />
      <span className="status-wide">
        {t("status.company")} <b>{me.company}</b>
      </span>
      <span>
        {t("status.number")} <b>{me.number}</b> {me.name}
      </span>
      <span className="status-wide">
        {t("status.role")} <b>{roleName(t, me)}</b>
      </span>
      <Quality />
      <button type="button" className="status-palette" onClick={openPalette}>
        {t("status.commands")} <kbd>Ctrl K</kbd>
      </button>
    </footer>
  );
}

function Longest({ since, limitS }: { since: number; limitS: number }) {
  const { t } = useTranslation();
  const waited = useNow() - since;
  return (
    <>
      {" "}
      {t("status.longest")} <b className={waited > limitS * 1000 ? "is-late" : "is-wait"}>{waitTime(waited)}</b>
    </>
  );
}

function Quality() {
  const { t } = useTranslation();
  const status = useLive((live) => live.link.status);
  const latency = useLive((live) => live.latencyMs);
  if (status !== "open") {
    return (
      <span className="is-bad" data-testid="link-quality" data-status={status}>
        <WifiOff size={14} aria-hidden />
        {t(status === "connecting" ? "status.connecting" : "status.offline")}
      </span>
    );
  }
  const slow = latency !== undefined && latency > SLOW_MS;
  return (
    <span data-testid="link-quality" data-status={status}>
      <Wifi size={14} aria-hidden />
      <em className={slow ? "is-wait" : "is-good"}>{t(slow ? "status.slow" : "status.good")}</em>
      {latency !== undefined && `${latency} ms`}
    </span>
  );
}
