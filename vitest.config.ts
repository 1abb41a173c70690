import { workflow } from "@workflow/vitest";
import { defineConfig } from "vitest/config";
import { LARGE_NURSERY } from "./tests/checks/large-nursery";

const isDeep = process.env.REELGRAPH_DEEP === "1";

export default defineConfig({
  test: {
    // Two cores: more workers than that only make every test slower.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/{core,adapters,services,api,app,cli,sim,bench}/**/*.test.{ts,tsx}"],
          testTimeout: isDeep ? 1_800_000 : 400_000,
          hookTimeout: 120_000,
          // Worlds of thousands of small objects that are gone at once: a fifth less work for a processor that is shared anyway.
          execArgv: LARGE_NURSERY,
        },
      },
      {
        plugins: [workflow()],
        test: {
          name: "workflows",
          include: ["tests/workflows/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/build-once.ts"],
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
