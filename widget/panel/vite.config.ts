/// <reference types="vitest/config" />
import { rmSync } from "node:fs";
import { defineConfig } from "vite";

export default defineConfig({
  // Published beside loader.js, under a folder whose name the build does not know.
  base: "./",
  plugins: [
    {
      name: "clean-assets",
      apply: "build",
      // The folder is shared with the loader, so only our own part of it is emptied.
      buildStart: () => rmSync("../dist/assets", { recursive: true, force: true }),
    },
  ],
  build: {
    target: "es2022",
    outDir: "../dist",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["panel.html", "chat.html", "letter.html"] },
  },
  test: { include: ["test/**/*.test.{ts,tsx}"] },
});
