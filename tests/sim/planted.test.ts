import { describe, expect, it } from "vitest";
import { PLANTED, SLICES_FOR_ALL } from "./planted";
import { runSeed } from "./run-seed";
import { seedThatFinds } from "./seed-that-finds";

const isDeep = process.env.REELGRAPH_DEEP === "1";
const TAKEN_FOR_DEAD = isDeep ? 100 : 30;
Error.stackTraceLimit = 0;

describe("a planted defect is found within 1 000 seeds", () => {
  it.each(PLANTED.filter(({ isRare }) => isDeep || isRare !== true))(
    "$name",
    async (planted) => {
      expect(await seedThatFinds(planted, { first: 1, count: 1_000 })).not.toBeNull();
    },
    600_000,
  );
});

it("nothing is bought twice although every server takes the others for dead", async () => {
  const rules = ["paid-twice", "bought-again", "artifact-lost", "over-ceiling", "books", "final-state"];
  for (let seed = 1; seed <= TAKEN_FOR_DEAD; seed++) {
    const { violations } = await runSeed(seed, { sabotage: SLICES_FOR_ALL });
    expect([seed, violations.filter(({ rule }) => rules.includes(rule))]).toEqual([seed, []]);
  }
}, 600_000);
