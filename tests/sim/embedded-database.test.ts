import { afterAll, expect, it } from "vitest";
import type { Database } from "../../lib/ports/database";
import { openMemoryPglite } from "../rigs/engine";
import { fairWeather, runSeed } from "./run-seed";

const SEEDS = process.env.REELGRAPH_DEEP === "1" ? 500 : 100;
Error.stackTraceLimit = 0;

let opened: Database | undefined;
afterAll(async () => opened?.close());

it(`goes the way of the ledger in memory, transaction by transaction, in ${SEEDS} worlds`, async () => {
  opened = await openMemoryPglite();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const calm = await fairWeather(seed, { isSmall: true });
    const { violations, hash, tail } = await runSeed(seed, { database: opened, isSmall: true, calm });
    const inMemory = await runSeed(seed, { isSmall: true, calm });
    expect([seed, violations]).toEqual([seed, []]);
    expect([seed, hash], tail.slice(-40).join("\n")).toEqual([seed, inMemory.hash]);
  }
}, 3_600_000);
