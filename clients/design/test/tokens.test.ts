import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aliases, components, palette } from "../src/antd.ts";
import { type Mode, type Role, roles, TONES, tokensCss } from "../src/tokens.ts";

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS: Role[] = ["bg-layout", "bg-surface", "bg-raised", "bg-sunken", "bg-hover", "bg-selected"];
const TEXT_PAIRS: [Role, Role][] = [
  ...GROUNDS.flatMap((ground) => (["text", "text-2", "text-3"] as Role[]).map((text) => [text, ground] as [Role, Role])),
  ["text-2", "bg-active"],
  ...(["bg-surface", "bg-sunken", "bg-hover", "bg-selected", "bg-raised"] as Role[]).map(
    (ground) => ["accent-text", ground] as [Role, Role],
  ),
  ["text-on-accent", "accent"],
  ["text-on-accent", "accent-hover"],
  ["text-on-accent", "danger-fill"],
  ["text-rail", "bg-rail"],
  ["text-rail-active", "bg-rail-active"],
  ...(["wait", "danger", "online", "system"] as const).flatMap(
    (meaning) =>
      [
        [`${meaning}-text`, "bg-surface"],
        [`${meaning}-text`, "bg-sunken"],
        [`${meaning}-text`, "bg-selected"],
        [`${meaning}-text`, `${meaning}-soft`],
      ] as [Role, Role][],
  ),
  ["text", "bubble-visitor"],
  ["bubble-agent-text", "bubble-agent"],
  ...Array.from({ length: TONES }, (_, i) => [`tone-${i + 1}-text`, `tone-${i + 1}`] as [Role, Role]),
];
const SHAPE_PAIRS: [Role, Role][] = [
  ["line-control", "bg-surface"],
  ["focus", "bg-surface"],
  ["focus", "bg-layout"],
  ...([1, 2, 3, 4, 5, "prev"] as const).map((n) => [`series-${n}`, "bg-surface"] as [Role, Role]),
];

for (const mode of ["light", "dark"] as Mode[]) {
  test.each(TEXT_PAIRS)(`${mode}: %s on %s can be read (4.5:1)`, (text, ground) => {
    expect(contrast(roles[mode][text], roles[mode][ground])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(SHAPE_PAIRS)(`${mode}: %s on %s can be seen (3:1)`, (shape, ground) => {
    expect(contrast(roles[mode][shape], roles[mode][ground])).toBeGreaterThanOrEqual(3);
  });
}

test("tokens.css is what tokens.ts says", () => {
  expect(readFileSync(new URL("../tokens.css", import.meta.url), "utf8")).toBe(tokensCss());
});

test("Ant Design gets literal colours, never var()", () => {
  expect(JSON.stringify([palette, aliases, components])).not.toContain("var(");
});
