/**
 * The one source of Parlor's design tokens.
 *
 * Screens name roles (`var(--wait-text)`), never colours. `npm run tokens` writes `tokens.css` from this file, and
 * `antd.ts` maps the same roles to Ant Design, so the two sites cannot drift apart. Colours are literal because
 * Ant Design computes with them.
 */

/** Roles that change with the theme. Every pair of text and ground in use reaches WCAG AA; `tokens.test.ts` holds them to it. */
const LIGHT = {
  "bg-layout": "#f4f2ee",
  "bg-surface": "#ffffff",
  "bg-raised": "#ffffff",
  "bg-sunken": "#faf8f5",
  "bg-hover": "#f3f0eb",
  "bg-active": "#eae6df",
  "bg-selected": "#e6f1ef",
  "bg-mask": "rgb(31 29 26 / 0.36)",
  "bg-rail": "#14312e",
  "bg-rail-active": "#22504b",

  line: "#e5e1da",
  "line-strong": "#cfc9be",
  "line-control": "#928b7f",

  text: "#24211d",
  "text-2": "#5c574e",
  "text-3": "#6b655b",
  "text-disabled": "#a8a297",
  "text-on-accent": "#ffffff",
  "text-rail": "#b7cdc9",
  "text-rail-active": "#ffffff",

  accent: "#0f6a60",
  "accent-hover": "#0b5a52",
  "accent-active": "#094a43",
  "accent-text": "#0d6258",
  "accent-soft": "#e6f1ef",
  "accent-line": "#b4d5cf",
  focus: "#1d8577",

  wait: "#c27c0e",
  "wait-text": "#8a5300",
  "wait-soft": "#fcf3e0",
  "wait-line": "#ecd3a0",
  danger: "#c23b2e",
  "danger-text": "#a92f24",
  "danger-soft": "#fbece9",
  "danger-line": "#eec2bb",
  "danger-fill": "#b8392d",
  online: "#3c9648",
  "online-text": "#2a6d35",
  "online-soft": "#e9f4ea",
  "online-line": "#bcdcbf",
  system: "#64798a",
  "system-text": "#4a5e6d",
  "system-soft": "#eef2f4",
  "system-line": "#cfd9e0",
  "system-fill": "#4a5e6d",

  "bubble-visitor": "#f1eee8",
  "bubble-agent": "#dfeeeb",
  "bubble-agent-text": "#16302d",

  "tone-1": "#e8dfd0",
  "tone-1-text": "#634b25",
  "tone-2": "#dbe4dc",
  "tone-2-text": "#35533c",
  "tone-3": "#dde3e8",
  "tone-3-text": "#3f5362",
  "tone-4": "#ecdcd6",
  "tone-4-text": "#6f3f31",
  "tone-5": "#e3dfe6",
  "tone-5-text": "#54475e",

  "series-1": "#0f6a60",
  "series-2": "#bf8125",
  "series-3": "#64798a",
  "series-4": "#9a5b4f",
  "series-5": "#7d8f3e",
  "series-prev": "#8a8275",
  "heat-0": "#efece6",
  "heat-1": "#d3e6e2",
  "heat-2": "#a5ccc5",
  "heat-3": "#6aab9f",
  "heat-4": "#2f8276",
  "heat-5": "#0c5249",

  "shadow-overlay": "0 0 0 1px rgb(36 33 29 / 0.08), 0 8px 28px -6px rgb(36 33 29 / 0.2)",
} as const;

export type Role = keyof typeof LIGHT;

const DARK: Record<Role, string> = {
  "bg-layout": "#151412",
  "bg-surface": "#1d1c19",
  "bg-raised": "#232220",
  "bg-sunken": "#191816",
  "bg-hover": "#2c2a26",
  "bg-active": "#36332e",
  "bg-selected": "#1c322f",
  "bg-mask": "rgb(0 0 0 / 0.56)",
  "bg-rail": "#0f1a18",
  "bg-rail-active": "#1d3a36",

  line: "#32302b",
  "line-strong": "#48453e",
  "line-control": "#787267",

  text: "#ece9e3",
  "text-2": "#b8b2a7",
  "text-3": "#a39d92",
  "text-disabled": "#6a655c",
  "text-on-accent": "#ffffff",
  "text-rail": "#93aba7",
  "text-rail-active": "#ffffff",

  accent: "#1b7e72",
  "accent-hover": "#17756a",
  "accent-active": "#166b61",
  "accent-text": "#64bfb2",
  "accent-soft": "#1c322f",
  "accent-line": "#2c5a54",
  focus: "#4fb3a5",

  wait: "#d9982f",
  "wait-text": "#e5b05a",
  "wait-soft": "#33291a",
  "wait-line": "#5c4720",
  danger: "#d9574a",
  "danger-text": "#ee8f84",
  "danger-soft": "#37211e",
  "danger-line": "#66352f",
  "danger-fill": "#b5443a",
  online: "#54b060",
  "online-text": "#84c98c",
  "online-soft": "#1f2e20",
  "online-line": "#35573a",
  system: "#8299ab",
  "system-text": "#a5b7c5",
  "system-soft": "#21282d",
  "system-line": "#37444d",
  "system-fill": "#43535f",

  "bubble-visitor": "#2a2824",
  "bubble-agent": "#1d3d39",
  "bubble-agent-text": "#e3efed",

  "tone-1": "#43392a",
  "tone-1-text": "#e3cfa8",
  "tone-2": "#2c3a2f",
  "tone-2-text": "#b4d0ba",
  "tone-3": "#2c3740",
  "tone-3-text": "#b3c6d4",
  "tone-4": "#44302a",
  "tone-4-text": "#e2bcae",
  "tone-5": "#3a3340",
  "tone-5-text": "#cdbfd8",

  "series-1": "#3f9c8f",
  "series-2": "#d9a44e",
  "series-3": "#8299ab",
  "series-4": "#c4877a",
  "series-5": "#a5b565",
  "series-prev": "#8f897d",
  "heat-0": "#272522",
  "heat-1": "#1f3a37",
  "heat-2": "#23524c",
  "heat-3": "#2b7168",
  "heat-4": "#3f988b",
  "heat-5": "#74c9bc",

  "shadow-overlay": "0 0 0 1px rgb(255 255 255 / 0.09), 0 10px 32px -6px rgb(0 0 0 / 0.6)",
};

export type Mode = "light" | "dark";

export const roles: Record<Mode, Record<Role, string>> = { light: LIGHT, dark: DARK };

/** The same in both themes: marks on the rail or on accent, code, type, space, shape, layers, motion, measures of the shell. */
export const constants = {
  "mark-wait": "#e0a03a",
  "mark-wait-text": "#2b1c02",
  "mark-online": "#7fd18a",
  "code-bg": "#1f2422",
  "code-text": "#d8e4e1",
  "code-key": "#7fc9bd",
  "code-string": "#e3bf82",

  font: 'Inter, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif',
  "font-mono": 'ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace',
  "fs-12": "12px",
  "fs-13": "13px",
  "fs-14": "14px",
  "fs-16": "16px",
  "fs-20": "20px",
  "fs-26": "26px",
  "lh-12": "16px",
  "lh-13": "20px",
  "lh-14": "20px",
  "lh-14r": "22px",
  "lh-16": "24px",
  "lh-20": "28px",
  "lh-26": "32px",
  "fw-regular": "400",
  "fw-medium": "500",
  "fw-strong": "600",

  "s-1": "4px",
  "s-2": "8px",
  "s-3": "12px",
  "s-4": "16px",
  "s-5": "20px",
  "s-6": "24px",
  "s-8": "32px",
  "s-10": "40px",

  r: "6px",
  "r-lg": "10px",
  "r-full": "999px",

  "h-sm": "28px",
  h: "32px",
  "h-lg": "40px",
  "h-touch": "44px",

  "z-sticky": "10",
  "z-drawer": "100",
  "z-dialog": "200",
  "z-popover": "300",
  "z-toast": "400",
  "z-widget": "2147483000",

  "t-fast": "90ms",
  t: "140ms",
  ease: "cubic-bezier(0.2, 0, 0, 1)",

  "w-rail": "72px",
  "w-nav": "208px",
  "w-list": "304px",
  "w-panel": "344px",
  "w-drawer": "400px",
  "h-status": "28px",
  "h-head": "60px",
} as const;

/** How many tones `toneOf` spreads avatars over (`--tone-1` … `--tone-5`). */
export const TONES = 5;

/** Widths at which the layout changes, in CSS pixels. Below `phone`, one column at a time and touch sizes. */
export const BREAKPOINTS = { phone: 640, oneColumn: 960, panelDrawer: 1280 } as const;

const declarations = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `  --${name}: ${value};\n`)
    .join("");

/** The text of `tokens.css`. Light is the default; `data-theme="dark"` on `<html>` (or any subtree) switches every role. */
export function tokensCss(): string {
  return (
    "/* Written from src/tokens.ts by `npm run tokens`. Do not edit. */\n" +
    `:root {\n  color-scheme: light;\n${declarations(roles.light)}}\n\n` +
    `:root {\n${declarations(constants)}}\n\n` +
    `[data-theme="dark"] {\n  color-scheme: dark;\n${declarations(roles.dark)}}\n\n` +
    "@media (prefers-reduced-motion: reduce) {\n  :root {\n    --t-fast: 0ms;\n    --t: 0ms;\n  }\n}\n"
  );
}
