import { defineConfig } from "vite";
import type { Role } from "../../clients/design/src/tokens.ts";
import { css } from "./vite.config.ts";

/** What the loader fetches only where it is needed; `--mode` names it. */
const ENTRIES: Record<string, string> = { rules: "src/rules/watch.ts", extras: "src/extras/index.ts" };

/** Of the list of departments and of what is around the panel. */
const EXTRA: Role[] = ["bg-surface", "bg-hover", "text", "text-2"];

export default defineConfig(({ mode }) => ({
  define: {
    EXTRA_ROLES_CSS: JSON.stringify(
      `${css("div", "light", EXTRA)}${css(".dark", "dark", EXTRA)}@media(prefers-color-scheme:dark){${css(".auto", "dark", EXTRA)}}`,
    ),
  },
  build: {
    target: "es2022",
    outDir: "../dist",
    emptyOutDir: false,
    lib: { entry: ENTRIES[mode] ?? "", formats: ["es"], fileName: () => `${mode}.js` },
  },
}));
