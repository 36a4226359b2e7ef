import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const read = (path: string) => readFileSync(root + path, "utf8");

/** What a site's own build makes of code that imports the package. */
async function bundled(code: string): Promise<string> {
  const entry = "virtual:entry";
  const made = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [{ name: "entry", resolveId: (id) => (id === entry ? `\0${id}` : null), load: (id) => (id === `\0${entry}` ? code : null) }],
    build: { write: false, minify: true, rollupOptions: { input: entry, preserveEntrySignatures: "strict" } },
  });
  const { output } = (Array.isArray(made) ? made[0] : made) as { output: { code?: string }[] };
  return output[0]?.code ?? "";
}

it("weighs less than 1.5 KB, and only what is used", async () => {
  const all = await bundled(`export * from "${root}src/index.ts";`);
  expect(all).toContain("loader.js");
  expect(gzipSync(all).length).toBeLessThan(1536);
  const some = await bundled(`import { open } from "${root}src/index.ts"; open();`);
  expect(some).toContain("open");
  expect(some).not.toContain("loader.js");
  expect(some).not.toContain("conversion");
});

it("shows in its README the examples that the type checker reads", () => {
  const readme = read("README.md");
  for (const file of ["plain.html", "react.tsx", "vue.ts"]) expect(readme).toContain(read(`examples/${file}`).trim());
});

it("has no dependency and gives away what it builds", () => {
  const { dependencies, files, exports } = JSON.parse(read("package.json"));
  expect([dependencies, files, exports["."].import]).toEqual([undefined, ["dist"], "./dist/index.js"]);
});
