import type { DayFigures, Home, HomeDay } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { averageTime, type Change, changeOf, formatCount, formatShare, pointsOf, satisfied } from "../analysis/series.ts";
import { Hours } from "./Hours.tsx";

interface Tile {
  label: string;
  value: string;
  /** Yesterday at this time; absent where there is nothing to compare with. */
  before?: string;
  change?: Change | undefined;
  better?: 1 | -1;
  to?: string;
  waits?: boolean;
}

/** Today's figures beside yesterday's up to the same time, and the day by its hours. */
export function Day({ home, day, works }: { home: Home; day: HomeDay; works: boolean }) {
  const { t } = useTranslation();
  const tiles = useTiles(home, day, works);
  return (
    <section aria-label={t("home.day")} className="home-day">
      <ul className="home-tiles" data-testid="home-figures">
        {tiles.map((tile) => (
          <li key={tile.label} className="card">
            <TileView tile={tile} />
          </li>
        ))}
      </ul>
      <Hours hours={day.hours} now={home.at} zone={home.time_zone} />
    </section>
  );
}

function TileView({ tile }: { tile: Tile }) {
  const { t } = useTranslation();
  const { change, better } = tile;
  const good = change && better && change.direction !== 0 ? change.direction === better : undefined;
  const value = <b className={tile.waits ? "is-waiting" : ""}>{tile.value}</b>;
  return (
    <>
      <h3>{tile.label}</h3>
      {tile.to ? <Link to={tile.to}>{value}</Link> : value}
      <p className="f12 t3" title={tile.before === undefined ? undefined : t("home.beforeTitle")}>
        {change && <span className={good === undefined ? "t2" : good ? "is-good" : "is-bad"}>{change.text}</span>}
        {tile.before !== undefined && <span>{t("home.before", { value: tile.before })}</span>}
      </p>
    </>
  );
}

function useTiles({ queued }: Home, { today, yesterday }: HomeDay, works: boolean): Tile[] {
  const { t } = useTranslation();
  const count = (label: string, name: "visits" | "conversations" | "accepted" | "missed", better: 1 | -1, to?: string): Tile => {
    const [now, before] = [today[name] ?? 0, yesterday[name] ?? 0];
    return { label, value: formatCount(now), before: formatCount(before), change: changeOf(now, before), better, ...(to ? { to } : {}) };
  };
  const tiles = [
    count(t("home.visitors"), "visits", 1, "/manage/visits"),
    count(t("home.conversations"), "conversations", 1, "/manage/consultations"),
    {
      label: t("home.waiting"),
      value: `${formatCount(queued.waiting ?? 0)}${queued.more ? "+" : ""}`,
      waits: (queued.waiting ?? 0) > 0,
      to: "/desk",
    },
    count(t("home.accepted"), "accepted", 1),
    count(t("home.missed"), "missed", -1),
  ];
  if (!works) return tiles;
  const reply = (figures: DayFigures) => averageTime(figures.first_reply_ms, figures.first_replies, t("analysis.seconds"));
  const mean = ({ first_reply_ms = 0, first_replies = 0 }: DayFigures) => (first_replies > 0 ? first_reply_ms / first_replies : 0);
  const [now, before] = [satisfied(today.scores), satisfied(yesterday.scores)];
  return [
    ...tiles,
    {
      label: t("home.firstReply"),
      value: reply(today),
      before: reply(yesterday),
      change: today.first_replies ? changeOf(mean(today), mean(yesterday)) : undefined,
      better: -1,
      to: "/manage/agent-work",
    },
    {
      label: t("manage.satisfaction"),
      value: formatShare(now.share),
      before: formatShare(before.share),
      change: pointsOf(now.share, before.share, t("analysis.points")),
      better: 1,
      to: "/manage/satisfaction",
    },
  ];
}
