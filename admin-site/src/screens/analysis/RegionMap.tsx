import { type Role, roles } from "@parlor/design";
import { MapChart } from "echarts/charts";
import { AriaComponent, TooltipComponent } from "echarts/components";
import { getMap, init, registerMap, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useTheme } from "../../shared/theme.ts";
import { escapeHtml, tooltipLook } from "./chart-look.ts";
import { heatStep, type MapName } from "./places.ts";

use([MapChart, TooltipComponent, AriaComponent, SVGRenderer]);

const SHAPES: Record<MapName, () => Promise<{ default: string }>> = {
  china: () => import("./maps/china.json?raw"),
  world: () => import("./maps/world.json?raw"),
};
/** ECharts draws the South China Sea beside a map of this name. */
const INSET = "南海诸岛";

export interface Region {
  shape: string;
  name: string;
  total: number;
  /** What the tooltip says. */
  text: string;
}

interface Props {
  map: MapName;
  label: string;
  regions: readonly Region[];
  top: number;
  nothing: string;
  /** The region of the table's row under the pointer or the focus. */
  marked: string | undefined;
  nameOf: (shape: string) => string;
  onPick: ((shape: string) => void) | undefined;
}

type Chart = ReturnType<typeof init>;

/** A map coloured by numbers. The table beside it says the same and can be used without a pointer. */
export default function RegionMap({ map, label, regions, top, nothing, marked, nameOf, onPick }: Props) {
  const { mode } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const [ready, setReady] = useState(() => getMap(map) !== null && getMap(map) !== undefined);
  useEffect(() => {
    let here = true;
    const load = async () => {
      if (!getMap(map)) registerMap(map, (await SHAPES[map]()).default);
      if (here) setReady(true);
    };
    void load();
    return () => {
      here = false;
    };
  }, [map]);
  useEffect(() => {
    const element = box.current;
    if (!element || !ready) return;
    const role = roles[mode];
    const drawn = init(element, null, { renderer: "svg" });
    chart.current = drawn;
    const byShape = new Map(regions.map((region) => [region.shape, region]));
    const border = { borderColor: role["bg-surface"], borderWidth: 0.75 };
    drawn.setOption({
      animation: false,
      aria: { enabled: true, label: { description: label } },
      tooltip: {
        ...tooltipLook(mode),
        trigger: "item",
        formatter: ({ name }: { name: string }) => {
          if (name === INSET || name === "") return "";
          const region = byShape.get(name);
          return `<b>${escapeHtml(region?.name ?? nameOf(name))}</b><div>${escapeHtml(region?.text ?? nothing)}</div>`;
        },
      },
      series: [
        {
          type: "map",
          map,
          roam: false,
          selectedMode: false,
          top: 12,
          bottom: 12,
          left: 12,
          right: 12,
          label: { show: false },
          itemStyle: { areaColor: role["heat-0"], ...border },
          emphasis: {
            label: { show: false },
            itemStyle: { areaColor: role.wait, borderColor: role.text, borderWidth: 1 },
          },
          data: [
            ...regions.map((region) => ({
              name: region.shape,
              value: region.total,
              itemStyle: { areaColor: role[`heat-${heatStep(region.total, top)}` as Role], ...border },
              cursor: onPick && region.total > 0 ? "pointer" : "default",
            })),
            ...(map === "china"
              ? [{ name: INSET, itemStyle: { areaColor: role["text-3"], borderColor: role["text-3"] }, emphasis: { disabled: true } }]
              : []),
          ],
        },
      ],
    });
    if (onPick) drawn.on("click", ({ name }) => byShape.has(name) && onPick(name));
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, [ready, map, mode, label, regions, top, nothing, nameOf, onPick]);
  useEffect(() => {
    chart.current?.dispatchAction({ type: "downplay", seriesIndex: 0 });
    if (marked) chart.current?.dispatchAction({ type: "highlight", seriesIndex: 0, name: marked });
  }, [marked]);
  return <div ref={box} className="region-map" data-testid="region-map" data-picture data-map={map} data-ready={ready || undefined} />;
}
