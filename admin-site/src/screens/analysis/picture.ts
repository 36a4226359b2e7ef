import { constants, roles } from "@parlor/design";
import { LegendComponent, TitleComponent } from "echarts/components";
import { getInstanceByDom, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([TitleComponent, LegendComponent, CanvasRenderer]);

const WIDTH = 1200;
const HEAD = 84;
const PIXELS = 2;
const light = new Map(Object.entries(roles.dark).map(([role, color]) => [color, roles.light[role as keyof typeof roles.light]]));

/** The same with the colours of the light theme. */
function inLight(part: unknown): unknown {
  if (typeof part === "string") return light.get(part) ?? part;
  if (Array.isArray(part)) return part.map(inLight);
  if (part === null || typeof part !== "object" || Object.getPrototypeOf(part) !== Object.prototype) return part;
  return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, inLight(each)]));
}

/** A chart that is on the screen as the address of a PNG: light, with title, period and legend. Nothing when there is none. */
export function pictureOf(element: HTMLElement, title: string, period: string): string | undefined {
  const shown = getInstanceByDom(element);
  if (!shown) return undefined;
  const dark = document.documentElement.dataset.theme === "dark";
  const option = (dark ? inLight(shown.getOption()) : shown.getOption()) as ReturnType<typeof shown.getOption>;
  const box = document.createElement("div");
  const height = Math.round((WIDTH * element.clientHeight) / Math.max(1, element.clientWidth));
  const role = roles.light;
  const text = { fontFamily: constants.font };
  const chart = init(box, null, { renderer: "canvas", width: WIDTH, height: HEAD + Math.min(Math.max(height, 320), 900) });
  try {
    const map = (option.series as { type?: string }[] | undefined)?.some((series) => series.type === "map");
    chart.setOption({
      ...option,
      animation: false,
      backgroundColor: role["bg-surface"],
      title: {
        text: title,
        subtext: period,
        left: 24,
        top: 16,
        itemGap: 4,
        textStyle: { ...text, color: role.text, fontSize: 18, fontWeight: 600 },
        subtextStyle: { ...text, color: role["text-2"], fontSize: 13 },
      },
      ...(map
        ? {}
        : {
            legend: { top: 20, right: 24, itemWidth: 12, itemHeight: 12, icon: "roundRect", textStyle: { ...text, color: role["text-2"] } },
            grid: { left: 24, right: 24, top: HEAD, bottom: 20, containLabel: true },
          }),
    });
    return chart.getDataURL({ type: "png", pixelRatio: PIXELS, backgroundColor: role["bg-surface"] });
  } finally {
    chart.dispose();
  }
}
