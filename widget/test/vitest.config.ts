import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // LOOK=folder takes pictures instead of testing.
    include: [process.env.LOOK ? "look.ts" : "*.test.ts"],
    globalSetup: "built.ts",
    // A real browser beside whatever else the machine does, its first start from a cold disk: limits are for what hangs,
    // and what the machine made fail may try again. Repeated tests are marked in the report.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    retry: 2,
    fileParallelism: false,
  },
});
