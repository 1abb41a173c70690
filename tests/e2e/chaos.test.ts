import { expect, it } from "vitest";
import { type ChaosReport, runChaos } from "../chaos/chaos";

const isDeep = process.env.REELGRAPH_DEEP === "1";
const KILLS = isDeep ? 50 : 5;
const SEED = 1;

it(`survives ${KILLS} kills: every run succeeds, nothing is bought twice`, async () => {
  const report: ChaosReport = await runChaos({ kills: KILLS, seed: SEED, talk: (line) => console.log(line) });
  console.log(JSON.stringify(report));
  const { kills, duplicates, notSucceeded, details, faults, violations, jobStates, runStates } = report;
  expect({ duplicates, notSucceeded, details, faults, violations }).toEqual({
    duplicates: 0,
    notSucceeded: 0,
    details: [],
    faults: [],
    violations: [],
  });
  expect(kills).toBe(KILLS);
  expect(report.predictions).toBeGreaterThan(0);
  expect(report.recoverySeconds.samples).toBeGreaterThan(0);
  if (isDeep) {
    const never = Object.entries({ ...jobStates, ...runStates }).filter(([, count]) => count === 0);
    expect(never).toEqual([]);
  }
}, 3_600_000);
