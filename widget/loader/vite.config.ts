/// <reference types="vitest/config" />
import { defineConfig } from "vite";
import { constants, type Mode, type Role, roles } from "../../clients/design/src/tokens.ts";

// The few roles that the launcher needs: the whole sheet would double its weight. It floats over somebody else's page,
// so only its own ground follows the theme, or what the style fixes (`auto`, `light`, `dark` are classes of its ground).
const light: Role[] = ["accent", "system-fill", "danger-fill", "focus", "shadow-overlay", "text-on-accent"];
const dark: Role[] = ["accent", "system-fill"];
export const css = (where: string, mode: Mode, names: Role[]) =>
  `${where}{${names.map((role) => `--${role}:${roles[mode][role]}`).join(";")}}`;

export default defineConfig({
  define: {
    ROLES_CSS: JSON.stringify(
      `${css(":host", "light", light).slice(0, -1)};--mark-online:${constants["mark-online"]};--mark-wait:${constants["mark-wait"]}}` +
        `${css(".dark", "dark", dark)}@media(prefers-color-scheme:dark){${css(".auto", "dark", dark)}}`,
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
