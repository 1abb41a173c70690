import { vi } from "vitest";

const isDeep = process.env.REELGRAPH_DEEP === "1";
const isMutation = process.env.REELGRAPH_MUTATION === "1";

/** Enough cases for most mutants to die of; fewer cases can only let more of them live. */
const MUTATION_CASES = 50;

// Properties take as long as their number of cases, and a busy machine longer.
vi.setConfig({ testTimeout: isDeep ? 600_000 : 60_000 });

/**
 * fast-check's number of cases: `cases` in the quick tests, `deep` when REELGRAPH_DEEP=1 asks for the long ones. Mutants are tried
 * with few, always the same, and die of the first that fails: the score is the same each time.
 */
export function runs(
  cases: number,
  deep: number,
): { numRuns: number; seed?: number; endOnFailure?: boolean } {
  if (isMutation) return { numRuns: Math.min(cases, MUTATION_CASES), seed: 1, endOnFailure: true };
  return { numRuns: isDeep ? deep : cases };
}
