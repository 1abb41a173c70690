import { afterAll, describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { usageQuerySchema } from "../../lib/api/contract/usage";
import { passedThreshold } from "../../lib/core/money/budget-threshold";
import { microUsd } from "../../lib/core/money/micro-usd";
import { GeneratorFailure } from "../../lib/core/run/failure";
import type { Database, RunRow } from "../../lib/ports/database";
import { inTenant } from "../../lib/services/context";
import { getUsage } from "../../lib/services/usage/get-usage";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const NO_FILM = { export: false } as const;

async function spentWorld(database: Database) {
  const world = await World.open(database);
  let failures = 0;
  Object.assign(world.text.script, {
    costMicros: () => 400,
    onSubmit: ({ jobId }: { jobId: string }, nth: number) => {
      if (jobId !== "ScriptGen" || nth > 1) return;
      failures++;
      throw new GeneratorFailure({
        failureClass: "retryable",
        message: "It broke after it had been paid.",
        costMicros: microUsd(250),
      });
    },
  });
  Object.assign(world.media.script, { costMicros: () => 15_000 });
  const { ctx, storage } = world.start();
  const runs: RunRow[] = [];
  for (let day = 0; day < 2; day++) {
    const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    expect((await driveRun({ ctx, storage }, run.id)).status).toBe("succeeded");
    runs.push(run);
    world.clock.advance(24 * 60 * 60_000);
  }
  const usage = (query: Record<string, string> = {}) =>
    getUsage({ ctx, input: usageQuerySchema.parse({ from: "2026-01-01", to: "2026-12-31", ...query }) });
  return { world, ctx, runs, usage, failures };
}

describe.each([
  ["in memory", async (): Promise<Database> => createMemoryDatabase()],
  ["in Postgres", () => sharedDatabase()],
])("usage %s", (_, open) => {
  it("adds up by day, provider, model and video to what the ledger says, failed attempts included", async () => {
    const { ctx, runs, usage, failures, world } = await spentWorld(await open());
    expect(failures).toBe(1);
    const spent = await inTenant(ctx, async (repositories) => {
      const rows = await Promise.all(runs.map(({ id }) => repositories.runs.find(id)));
      return rows.map((row) => row?.costMicros ?? Number.NaN);
    });
    const total = spent.reduce((sum, cost) => sum + cost, 0);
    const groups = await Promise.all(["day", "provider", "model", "video"].map((by) => usage({ by })));
    for (const { data } of groups) {
      expect(data.reduce((sum, row) => sum + row.costMicros, 0)).toBe(total);
      expect(data.reduce((sum, row) => sum + row.lostMicros, 0)).toBe(250);
      expect(data.reduce((sum, row) => sum + row.failed, 0)).toBe(1);
    }
    const [days, providers, models, videos] = groups.map(({ data }) => data.map(({ key }) => key));
    expect(days).toHaveLength(2);
    expect(days).toEqual([...(days ?? [])].sort());
    // The most expensive first.
    expect(providers).toEqual(["media", "text"]);
    expect(models).toEqual(["media-1", "text-1"]);
    expect([...(videos ?? [])].sort()).toEqual(runs.map(({ videoId }) => videoId).sort());
    const byVideo = groups[3]?.data.map(({ costMicros }) => costMicros);
    expect([...(byVideo ?? [])].sort()).toEqual([...spent].sort());
    // A span without a day of work, and another workspace, have nothing.
    expect((await usage({ from: "2025-01-01", to: "2025-02-01" })).data).toEqual([]);
    const stranger = (await World.open(world.database)).start();
    const theirs = await getUsage({ ctx: stranger.ctx, input: usageQuerySchema.parse({}) });
    expect([theirs.data, theirs.month.spentMicros]).toEqual([[], 0]);
  });

  it("says how the month stands, and refuses a span that is none", async () => {
    const { ctx, usage, world } = await spentWorld(await open());
    const { month } = await usage();
    expect(month).toMatchObject({ reservedMicros: 0, ceilingMicros: null });
    expect(month.spentMicros).toBeGreaterThan(0);
    const ceiling = microUsd(1_000_000);
    const strict = { ...ctx, settings: { ...ctx.settings, defaultCeilingMicros: ceiling } };
    const standing = await getUsage({ ctx: strict, input: usageQuerySchema.parse({}) });
    expect(standing.month.ceilingMicros).toBe(ceiling);
    expect(standing.to).toBe(new Date(world.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10));
    await expect(usage({ from: "2026-05-02", to: "2026-05-02" })).rejects.toMatchObject({
      errors: [{ pointer: "/to" }],
    });
    await expect(usage({ from: "2020-01-01" })).rejects.toMatchObject({ errors: [{ pointer: "/from" }] });
  });
});

it("a start that passes a share of the month's ceiling says so once, in its own events", async () => {
  const world = await World.open(createMemoryDatabase());
  const { ctx } = world.start();
  const first = await createRun(ctx, SMALL_INPUTS, NO_FILM);
  const { reservedMicros: price } = (await inTenant(ctx, ({ runs }) => runs.find(first.id))) ?? first;
  ctx.settings = { ...ctx.settings, defaultCeilingMicros: microUsd(4 * price) };
  const percents = [];
  for (let nth = 2; nth <= 4; nth++) {
    const run = await createRun(ctx, SMALL_INPUTS, NO_FILM);
    const events = await inTenant(ctx, (repositories) =>
      repositories.events.ofRun({ runId: run.id, after: 0, limit: 10 }),
    );
    percents.push(events.filter(({ type }) => type === "budget-threshold").map(({ data }) => data.percent));
  }
  // 2 of 4: a half. 3 of 4: nothing new. 4 of 4: the highest that was passed.
  expect(percents).toEqual([[50], [], [95]]);
});

describe("a threshold", () => {
  it.each([
    [40, 40, 100, null],
    [50, 10, 100, 50],
    [60, 20, 100, 50],
    [60, 5, 100, null],
    [96, 90, 100, 95],
    [80, 20, 100, 80],
    [80, 20, null, null],
    [0, 0, 0, null],
  ])(
    "with %i committed, %i of it new, and a ceiling of %s: %s",
    (committedMicros, amountMicros, ceilingMicros, passed) => {
      expect(passedThreshold({ committedMicros, amountMicros, ceilingMicros })).toBe(passed);
    },
  );
});
