import { expect } from "vitest";
import { runSeed } from "./run-seed";

const isDeep = process.env.REELGRAPH_DEEP === "1";
/** 2 000 worlds in two files, which the two workers of the tests share; 10 000 with REELGRAPH_DEEP=1. */
export const HALF = isDeep ? 5_000 : 1_000;

/** Whether no rule is broken in the worlds of so many seeds. */
export async function keepAllRules({ first, count }: { first: number; count: number }): Promise<void> {
  const sums = { runs: 0, resubmits: 0, unlucky: 0 };
  Error.stackTraceLimit = 0;
  for (let seed = first; seed < first + count; seed++) {
    const { violations, tail, ...outcome } = await runSeed(seed);
    const broken = violations.map(({ rule, detail }) => `${rule}: ${detail}`);
    expect(broken, `npm run simulate -- --seed ${seed}\n${tail.slice(-40).join("\n")}`).toEqual([]);
    sums.runs += outcome.runs;
    sums.resubmits += outcome.resubmits;
    sums.unlucky += outcome.unlucky;
  }
  // It is no proof where nothing happens: some answers do get lost, and some jobs have more bad luck than tries.
  expect(sums.runs).toBeGreaterThan(count);
  expect(sums.resubmits).toBeGreaterThan(count / 200);
  expect(sums.unlucky).toBeGreaterThan(0);
  expect(sums.unlucky).toBeLessThan(sums.runs / 3);
}
