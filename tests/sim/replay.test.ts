import { expect, it } from "vitest";
import { runSeed } from "./run-seed";

Error.stackTraceLimit = 0;

it("goes the same way to the last line each time", async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const [once, again] = [await runSeed(seed), await runSeed(seed)];
    expect([seed, again.hash]).toEqual([seed, once.hash]);
  }
}, 600_000);

it("is another world with each seed", async () => {
  const hashes = new Set<string>();
  for (let seed = 1; seed <= 25; seed++) hashes.add((await runSeed(seed)).hash);
  expect(hashes.size).toBe(25);
}, 600_000);
