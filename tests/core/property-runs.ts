import { vi } from "vitest";

const isDeep = process.env.REELGRAPH_DEEP === "1";

// Properties take as long as their number of cases, and a busy machine longer.
vi.setConfig({ testTimeout: isDeep ? 600_000 : 60_000 });

/** fast-check's number of cases: `cases` in the quick tests, `deep` when REELGRAPH_DEEP=1 asks for the long ones. */
export function runs(cases: number, deep: number): { numRuns: number } {
  return { numRuns: isDeep ? deep : cases };
}
