import { existsSync } from "node:fs";

/** What is tested is what is published. */
export function setup(): void {
  for (const file of ["loader.js", "panel.html"]) {
    if (!existsSync(new URL(`../dist/${file}`, import.meta.url))) {
      throw new Error(`widget/dist/${file} is missing: run "npm run build" first`);
    }
  }
}
