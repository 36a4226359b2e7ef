import { defineConfig } from "vite";

/** Automatic invitations: fetched by the loader where the company has rules, and nowhere else. */
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../dist",
    emptyOutDir: false,
    lib: { entry: "src/rules/watch.ts", formats: ["es"], fileName: () => "rules.js" },
  },
});
