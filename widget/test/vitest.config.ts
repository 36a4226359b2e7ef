import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // LOOK=folder takes pictures instead of testing.
    include: [process.env.LOOK ? "look.ts" : "*.test.ts"],
    globalSetup: "built.ts",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    fileParallelism: false,
  },
});
