import { clockTime } from "@parlor/design";
import type { HomeHour } from "@parlor/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../analysis/series.ts";

/** Conversations by the hour: bars for today, a dashed line for yesterday. The hour that runs is pale, those to come are empty. */
export function Hours({ hours, now, zone }: { hours: readonly HomeHour[]; now: number; zone: string }) {
  const { t } = useTranslation();
  const [over, setOver] = useState<number>();
  const running = clockTime(now, zone).slice(0, 2);
  const largest = Math.max(4, ...hours.flatMap((each) => [each.conversations ?? 0, each.before ?? 0]));
  const height = (value: number) => `${(value / largest) * 100}%`;
  const line = hours.map((each, i) => `${i + 0.5},${(1 - (each.before ?? 0) / largest) * 100}`).join(" ");
  const shown = over === undefined ? undefined : hours[over];
  const sum = (name: "conversations" | "before") => hours.reduce((total, each) => total + (each[name] ?? 0), 0);
  return (
    <section className="card home-hours">
      <header>
        <h3>{t("home.hours")}</h3>
        {shown ? (
          <p className="f12 t2" aria-hidden="true">
            {t("home.hour", {
              hour: `${shown.hour}:00`,
              today: formatCount(shown.conversations ?? 0),
              yesterday: formatCount(shown.before ?? 0),
              visits: formatCount(shown.visits ?? 0),
            })}
          </p>
        ) : (
          <ul className="legend">
            <li>
              <i style={{ background: "var(--series-1)" }} />
              {t("common.today")}
            </li>
            <li>
              <i className="legend-line" />
              {t("period.yesterday")}
            </li>
          </ul>
        )}
      </header>
      <div
        className="home-bars"
        role="img"
        aria-label={t("home.hoursLabel", { today: formatCount(sum("conversations")), yesterday: formatCount(sum("before")) })}
        data-testid="home-hours"
        onPointerLeave={() => setOver(undefined)}
      >
        <svg viewBox={`0 0 ${hours.length} 100`} preserveAspectRatio="none" aria-hidden="true">
          <polyline
            points={line}
            fill="none"
            stroke="var(--series-prev)"
            strokeWidth="1.5"
            strokeDasharray="4 3"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {hours.map((each, i) => (
          <span
            key={each.hour}
            className="home-bar"
            data-running={each.hour === running || undefined}
            data-over={i === over || undefined}
            onPointerEnter={() => setOver(i)}
          >
            <i style={{ height: height(each.conversations ?? 0) }} />
            <small>{i % 3 === 0 ? each.hour : ""}</small>
          </span>
        ))}
      </div>
    </section>
  );
}
