import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const KB = 1024;
const DIST = new URL("../dist/", import.meta.url);
const gzipped = (file: string) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length;

it("the loader weighs at most 5 KB", () => {
  expect(gzipped("loader.js")).toBeLessThanOrEqual(5 * KB);
});

it("the panel with all that it loads weighs at most 70 KB", () => {
  const assets = readdirSync(new URL("assets/", DIST)).map((name) => `assets/${name}`);
  const languages = readdirSync(new URL("../panel/src/locales/", import.meta.url)).map((name) => name.replace(".json", ""));
  // Of the languages, one is loaded: the largest counts.
  const spoken = assets.filter((file) => languages.some((language) => file.startsWith(`assets/${language}-`)));
  expect(spoken).toHaveLength(languages.length);
  const always = ["panel.html", ...assets.filter((file) => !spoken.includes(file))];
  const weight = always.reduce((sum, file) => sum + gzipped(file), Math.max(...spoken.map(gzipped)));
  expect(weight).toBeLessThanOrEqual(70 * KB);
});
