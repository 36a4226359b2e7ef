import type { BreakdownRow } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { provinceOf, TILES } from "./provinces.ts";
import { formatCount } from "./series.ts";

const STEPS = 6;
/** From nothing to the most. */
const HEAT = Array.from({ length: STEPS }, (_, step) => `var(--heat-${step})`);

/** A round number not below the largest. */
function roundUp(value: number): number {
  if (value <= STEPS) return STEPS;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil((value * 2) / unit) * (unit / 2);
}

/** The provinces by how many, in six steps. The table beside says the same. */
export function ProvinceMap({ rows }: { rows: readonly BreakdownRow[] }) {
  const { t, i18n } = useTranslation();
  const totals = new Map<string, number>();
  for (const row of rows) {
    const tile = provinceOf(row.value);
    if (tile) totals.set(tile.zh, (totals.get(tile.zh) ?? 0) + row.total);
  }
  const top = roundUp(Math.max(0, ...totals.values()));
  return (
    <section className="card chart-card map-card">
      <header>
        <h2>{t("analysis.map")}</h2>
        <span className="heat-legend f12 t2">
          0
          {HEAT.map((heat) => (
            <i key={heat} style={{ background: heat }} />
          ))}
          {formatCount(top)}
        </span>
      </header>
      <ul className="tiles" data-testid="province-map">
        {TILES.map((tile) => {
          const total = totals.get(tile.zh) ?? 0;
          const step = total === 0 ? 0 : Math.min(STEPS - 1, 1 + Math.floor((total / top) * (STEPS - 1)));
          const name = i18n.language === "en" ? tile.en : tile.zh;
          return (
            <li
              key={tile.zh}
              style={{ gridColumn: tile.x + 1, gridRow: tile.y + 1, background: HEAT[step] }}
              data-dark={step > 3 || undefined}
              title={`${name} ${formatCount(total)}`}
              aria-label={`${name} ${formatCount(total)}`}
            >
              {tile.short}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
