/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Published under a folder whose name the build does not know.
  base: "./",
  plugins: [react()],
  // The manifest says which files the desk's first load needs; the size limit is checked against it.
  build: { target: "es2022", manifest: true, chunkSizeWarningLimit: 700 },
  test: { include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"] },
});
