import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { PictureButton } from "./Export.tsx";
import { HOME, heatEdges, type MapName, nameOfCountry, provinceName, roundUp, shapeOf } from "./places.ts";
import type { Scope } from "./report.tsx";
import { formatCount, formatShare, shareOf } from "./series.ts";

const HEAT = [0, 1, 2, 3, 4, 5].map((step) => `var(--heat-${step})`);
const RegionMap = lazy(() => import("./RegionMap.tsx"));

interface Props {
  map: MapName;
  rows: readonly { value: string; total: number }[];
  total: number;
  marked: string | undefined;
  /** What its picture is called. */
  picture: string;
  scope: Scope;
  /** What a click on a region does, with the values that it stands for. */
  onPick: ((values: readonly string[]) => void) | undefined;
}

/** Regions by how many, in six steps. */
export function MapCard({ map, rows, total, marked, picture, scope, onPick }: Props) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const byShape = useMemo(() => {
    const found = new Map<string, { values: string[]; total: number }>();
    for (const row of rows) {
      const shape = shapeOf(map, row.value);
      if (!shape) continue;
      const known = found.get(shape) ?? { values: [], total: 0 };
      found.set(shape, { values: [...known.values, row.value], total: known.total + row.total });
    }
    return found;
  }, [map, rows]);
  const nameOf = useCallback(
    (shape: string) => {
      if (map === "china") return provinceName(shape, language);
      return new Intl.DisplayNames(language, { type: "region", fallback: "code" }).of(shape) ?? shape;
    },
    [map, language],
  );
  const regions = useMemo(
    () =>
      [...byShape].map(([shape, found]) => ({
        shape,
        name: map === "china" ? nameOf(shape) : nameOfCountry(found.values[0] ?? "", language),
        total: found.total,
        text: `${formatCount(found.total)} · ${formatShare(shareOf(found.total, total))}`,
      })),
    [byShape, map, nameOf, language, total],
  );
  const pick = useMemo(() => onPick && ((shape: string) => onPick(byShape.get(shape)?.values ?? [])), [onPick, byShape]);
  // On the map of the world the company's own country would leave all others pale: it is simply above the scale.
  const measured = map === "world" ? regions.filter((region) => region.shape !== shapeOf(map, HOME)) : regions;
  const top = roundUp(Math.max(0, ...measured.map((region) => region.total)));
  const above = regions.some((region) => region.total > top);
  const edges = heatEdges(top);
  const title = t(map === "china" ? "analysis.map" : "analysis.world");
  return (
    <section className="card chart-card map-card">
      <header>
        <h2>{title}</h2>
        <span className="heat-legend f12 t2">
          0
          {HEAT.map((heat, step) => (
            <i key={heat} style={{ background: heat }} title={`≤ ${formatCount(edges[step] ?? 0)}`} />
          ))}
          {formatCount(top)}
          {above && "+"}
        </span>
        <PictureButton title={picture} scope={scope} />
      </header>
      <Suspense fallback={<div className="region-map" />}>
        <RegionMap
          map={map}
          label={title}
          regions={regions}
          top={top}
          nothing={formatCount(0)}
          marked={marked}
          nameOf={nameOf}
          onPick={pick}
        />
      </Suspense>
    </section>
  );
}
