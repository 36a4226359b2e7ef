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
  const files = ["panel.html", ...readdirSync(new URL("assets/", DIST)).map((name) => `assets/${name}`)];
  expect(files.reduce((sum, file) => sum + gzipped(file), 0)).toBeLessThanOrEqual(70 * KB);
});
