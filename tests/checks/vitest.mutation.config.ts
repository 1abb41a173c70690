import { defineConfig } from "vitest/config";

/** What a mutant is tried against: the planner's own tests, each fast. */
export default defineConfig({
  test: {
    include: [
      "tests/core/{blueprint,canonical-json,dag,dirtiness,dispatch,expand,golden-plans,inputs,job-fingerprint,plan-options,plan-properties,quote,regeneration-properties,selectors,sha256}.test.ts",
    ],
    testTimeout: 60_000,
  },
});
