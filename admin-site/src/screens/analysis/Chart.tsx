import { constants, roles } from "@parlor/design";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useTheme } from "../../shared/theme.ts";
import { escapeHtml, tooltipLook } from "./chart-look.ts";
import { formatCount } from "./series.ts";

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface ChartSeries {
  name: string;
  values: readonly number[];
  /** Stacked bars share a name. */
  stack?: string;
}

interface Props {
  label: string;
  names: readonly string[];
  labels: readonly string[];
  bars: readonly ChartSeries[];
  /** The period before, a dashed line. */
  before: ChartSeries | undefined;
  /** The point that is not over yet: drawn pale. */
  unfinished: number;
  /** A click on a point leads to its records. */
  onPick?: ((point: number) => void) | undefined;
}

/** Bars over time with the period before. The table below says the same in numbers. */
export default function Chart({ label, names, labels, bars, before, unfinished, onPick }: Props) {
  const { mode } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const role = roles[mode];
    const text = { color: role["text-3"], fontFamily: constants.font, fontSize: 12 };
    const colors = [role["series-1"], role["series-2"], role["series-3"], role["series-4"], role["series-5"], role["series-prev"]];
    const chart = init(element, null, { renderer: "svg" });
    const stacked = bars.some((bar) => bar.stack);
    chart.setOption({
      animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 140,
      aria: { enabled: true, label: { description: label } },
      grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
      textStyle: text,
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: role["bg-active"], opacity: 0.5 } },
        ...tooltipLook(mode),
        formatter: (points: { dataIndex: number; seriesName: string; value: number }[]) => {
          const rows = points
            .map(
              (point) =>
                `<div style="display:flex;justify-content:space-between;gap:24px"><span style="color:${role["text-2"]}">${escapeHtml(point.seriesName)}</span><b>${formatCount(point.value)}</b></div>`,
            )
            .join("");
          return `<b>${escapeHtml(names[points[0]?.dataIndex ?? 0] ?? "")}</b>${rows}`;
        },
      },
      xAxis: {
        type: "category",
        data: [...labels],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: role["line-strong"] } },
        axisLabel: { ...text, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        min: 0,
        minInterval: 1,
        splitNumber: 5,
        axisLabel: { ...text, formatter: (value: number) => formatCount(value) },
        splitLine: { lineStyle: { color: role.line } },
      },
      series: [
        ...bars.map((bar, i) => ({
          type: "bar",
          name: bar.name,
          stack: bar.stack,
          barMaxWidth: 36,
          barCategoryGap: "46%",
          barGap: "20%",
          itemStyle: { color: colors[i], borderRadius: !stacked || i === bars.length - 1 ? [2, 2, 0, 0] : 0 },
          data: bar.values.map((value, at) => (at === unfinished ? { value, itemStyle: { opacity: 0.5 } } : value)),
        })),
        ...(before
          ? [
              {
                type: "line",
                name: before.name,
                data: [...before.values],
                showSymbol: false,
                lineStyle: { color: role["series-prev"], width: 1.5, type: "dashed" },
                itemStyle: { color: role["series-prev"] },
              },
            ]
          : []),
      ],
    });
    if (onPick) {
      const renderer = chart.getZr();
      const pointAt = (event: { offsetX: number; offsetY: number }) => {
        const at = [event.offsetX, event.offsetY];
        return chart.containPixel("grid", at) ? chart.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, at)[0] : undefined;
      };
      renderer.on("click", (event) => {
        const point = pointAt(event);
        if (point !== undefined && point >= 0 && point < names.length) onPick(point);
      });
      renderer.on("mousemove", (event) => renderer.setCursorStyle(pointAt(event) === undefined ? "default" : "pointer"));
    }
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [mode, label, names, labels, bars, before, unfinished, onPick]);
  return <div ref={box} className="chart" data-testid="chart" data-picture />;
}
