import { expect, it } from "vitest";
import { runSeed } from "./run-seed";

const isDeep = process.env.REELGRAPH_DEEP === "1";
const SEEDS = isDeep ? 10_000 : 2_000;

it(`breaks no rule in ${SEEDS} worlds where everything goes wrong`, async () => {
  const sums = { runs: 0, resubmits: 0, unlucky: 0 };
  Error.stackTraceLimit = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations, tail, ...outcome } = await runSeed(seed);
    const broken = violations.map(({ rule, detail }) => `${rule}: ${detail}`);
    expect(broken, `npm run simulate -- --seed ${seed}\n${tail.slice(-40).join("\n")}`).toEqual([]);
    sums.runs += outcome.runs;
    sums.resubmits += outcome.resubmits;
    sums.unlucky += outcome.unlucky;
  }
  // It is no proof where nothing happens: some answers do get lost, and some jobs have more bad luck than tries.
  expect(sums.runs).toBeGreaterThan(SEEDS);
  expect(sums.resubmits).toBeGreaterThan(SEEDS / 200);
  expect(sums.unlucky).toBeLessThan(sums.runs / 3);
}, 3_600_000);
