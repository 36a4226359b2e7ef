import { waitTime } from "@parlor/design";
import type { Monitor } from "@parlor/protocol";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import { shareText } from "./figures.ts";
import type { WallFigures } from "./rows.ts";

interface Props {
  figures: WallFigures;
  visitors: number;
  today: Monitor["today"] | undefined;
}

/** How it stands, in one line over the wall. */
export function Strip({ figures, visitors, today }: Props) {
  const { t } = useTranslation();
  const { wait_limit_s: limitS } = useMe();
  const now = useNow();
  const { waiting, longestSince, inProgress, receiving, agents, room } = figures;
  const waited = longestSince === undefined ? undefined : now - longestSince;
  const late = waited !== undefined && waited > limitS * 1000;
  return (
    <section className="monitor-strip" aria-label={t("monitor.figures")} data-testid="monitor-figures">
      <Figure label={t("monitor.visitors")} id="visitors">
        {visitors}
      </Figure>
      <Figure label={t("monitor.waiting")} id="waiting" tone={waiting > 0 ? "wait" : undefined}>
        {waiting}
      </Figure>
      <Figure label={t("monitor.longest")} id="longest" tone={late ? "late" : waiting > 0 ? "wait" : undefined}>
        {waited === undefined ? "0:00" : waitTime(waited)}
      </Figure>
      <Figure label={t("monitor.inProgress")} id="in-progress">
        {inProgress}
      </Figure>
      <Figure label={t("monitor.receiving")} id="receiving">
        {receiving}
        <small>/ {agents}</small>
      </Figure>
      <Figure label={t("monitor.room")} id="room">
        {room}
      </Figure>
      <Figure
        label={t("monitor.serviceLevel", { seconds: limitS })}
        id="service-level"
        hint={t("monitor.serviceLevelHint", { seconds: limitS })}
      >
        {shareText(today?.service_level)}
      </Figure>
      <Figure label={t("monitor.today")} id="today" hint={t("monitor.todayHint")}>
        {today?.consultations ?? "–"}
        <small>
          {today && t("monitor.acceptedOf", { count: today.accepted })}
          {today && today.missed > 0 && <span className="is-late"> · {t("monitor.missedOf", { count: today.missed })}</span>}
        </small>
      </Figure>
    </section>
  );
}

function Figure({
  label,
  id,
  tone,
  hint,
  children,
}: {
  label: string;
  id: string;
  tone?: "wait" | "late" | undefined;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <div className="monitor-figure" title={hint} data-testid={`figure-${id}`}>
      <span>{label}</span>
      <b className={tone && `is-${tone}`}>{children}</b>
    </div>
  );
}
