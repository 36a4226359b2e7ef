/// <reference types="vitest/config" />
import { defineConfig } from "vite";
import { constants, type Mode, type Role, roles } from "../../clients/design/src/tokens.ts";

// The few roles that the launcher needs: the whole sheet would double its weight. It floats over somebody else's page,
// so only its own ground follows the theme.
const light: Role[] = ["accent", "system-fill", "danger-fill", "focus", "shadow-overlay", "text-on-accent"];
const dark: Role[] = ["accent", "system-fill"];
const css = (mode: Mode, names: Role[]) => `:host{${names.map((role) => `--${role}:${roles[mode][role]}`).join(";")}}`;

export default defineConfig({
  define: {
    ROLES_CSS: JSON.stringify(
      `${css("light", light).slice(0, -1)};--mark-online:${constants["mark-online"]};--mark-wait:${constants["mark-wait"]}}` +
        `@media(prefers-color-scheme:dark){${css("dark", dark)}}`,
    ),
    DEFAULT_ACCENT: JSON.stringify(roles.light.accent),
  },
  build: {
    target: "es2022",
    outDir: "../dist",
    // The panel is built into the same folder.
    emptyOutDir: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "parlorLoader", fileName: () => "loader.js" },
  },
  test: { include: ["test/**/*.test.ts"] },
});
