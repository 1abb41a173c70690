import { afterAll, describe, expect, it } from "vitest";
import { openPglite } from "../../lib/adapters/postgres/open-pglite";
import type { Database } from "../../lib/ports/database";
import { PLANTED, SLICES_FOR_ALL } from "./planted";
import { runSeed } from "./run-seed";

const isDeep = process.env.REELGRAPH_DEEP === "1";
Error.stackTraceLimit = 0;

describe("a seed", () => {
  it("is one world: it goes the same way to the last line each time", async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const [once, again] = [await runSeed(seed), await runSeed(seed)];
      expect([seed, again.hash]).toEqual([seed, once.hash]);
    }
  });

  it("is a world of its own", async () => {
    const hashes = new Set<string>();
    for (let seed = 1; seed <= 25; seed++) hashes.add((await runSeed(seed)).hash);
    expect(hashes.size).toBe(25);
  });
});

describe("the embedded database", () => {
  let opened: Promise<Database> | undefined;
  const open = async (): Promise<Database> => {
    opened ??= openPglite({ directory: null, migrationsFolder: "drizzle/migrations" });
    return await opened;
  };
  afterAll(async () => (await opened)?.close());

  const SEEDS = isDeep ? 500 : 100;
  it(`goes the way of the one in memory, transaction by transaction, in ${SEEDS} worlds`, async () => {
    const database = await open();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = await runSeed(seed, { database, isSmall: true });
      const inMemory = await runSeed(seed, { isSmall: true });
      expect([seed, outcome.violations]).toEqual([seed, []]);
      expect([seed, outcome.hash]).toEqual([seed, inMemory.hash]);
    }
  }, 3_600_000);
});

describe("a planted defect is found within 1 000 seeds", () => {
  it.each(PLANTED)(
    "$name",
    async ({ sabotage, breaks }) => {
      for (let seed = 1; seed <= 1_000; seed++) {
        const { violations } = await runSeed(seed, { sabotage });
        if (violations.some(({ rule }) => breaks.includes(rule))) return;
      }
      expect.fail("Nothing noticed it.");
    },
    600_000,
  );
});

it("nothing is bought twice although every server takes the others for dead", async () => {
  const rules = ["paid-twice", "bought-again", "artifact-lost", "over-ceiling", "books", "final-state"];
  for (let seed = 1; seed <= 100; seed++) {
    const { violations } = await runSeed(seed, { sabotage: SLICES_FOR_ALL });
    expect([seed, violations.filter(({ rule }) => rules.includes(rule))]).toEqual([seed, []]);
  }
}, 600_000);
