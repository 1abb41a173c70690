import { expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { isReelgraphError } from "../../lib/core/errors";
import { microUsd } from "../../lib/core/money/micro-usd";
import type { Database, RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { quotePlan } from "../../lib/services/plans/quote-plan";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const database = createMemoryDatabase();

const NO_FILM = { export: false } as const;
const FIT = 37;
const STARTS = 100;
const CRASH_EVERY = 4;

/** A world with room for that many of the small video and not one more; `most` is what was reserved and spent at any moment. */
async function worldWithRoomFor(count: number) {
  const world = await World.open(database);
  const { ctx: asking } = world.start();
  const { quote } = await quotePlan({ ctx: asking, input: { inputs: SMALL_INPUTS } });
  const ceiling = microUsd(count * quote.costMicros + quote.costMicros - 1);
  world.settings = { ...world.settings, defaultCeilingMicros: ceiling };
  Object.assign(world.text.script, { costMicros: () => 400 });
  Object.assign(world.media.script, { costMicros: () => 15_000 });
  const own = (row: { workspaceId: string }) => row.workspaceId === world.workspaceId;
  const books = () => ({
    months: [...database.tables.months.all()].filter(own),
    entries: [...database.tables.ledger.all()].filter(own),
  });
  const committed = () =>
    books().months.reduce((sum, { spentMicros, reservedMicros }) => sum + spentMicros + reservedMicros, 0);
  return { world, ceiling, books, committed, price: quote.costMicros };
}

/** The database, looked at after each transaction. */
function watched(inner: Database, look: () => void): Database {
  return {
    ...inner,
    async tenant(workspaceId, work) {
      const result = await inner.tenant(workspaceId, work);
      look();
      return result;
    },
  };
}

it(`lets ${FIT} of ${STARTS} concurrent starts in when the ceiling fits ${FIT}, and no moment is over it, crashes included`, async () => {
  const { world, ceiling, books, committed, price } = await worldWithRoomFor(FIT);
  let most = 0;
  const look = () => {
    most = Math.max(most, committed());
  };
  const starting = world.start();
  const ctx: Context = { ...starting.ctx, database: watched(starting.ctx.database, look) };
  const starts = await Promise.allSettled(
    Array.from({ length: STARTS }, () => createRun(ctx, SMALL_INPUTS, NO_FILM)),
  );
  const runs = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const refusals = starts.flatMap((start) => (start.status === "rejected" ? [start.reason] : []));
  expect([runs.length, refusals.length]).toEqual([FIT, STARTS - FIT]);
  expect(refusals.every((error) => isReelgraphError(error) && error.code === "ceiling-reached")).toBe(true);
  expect(committed()).toBe(FIT * price);
  // The refused left nothing behind: no video, no run, no money, and nothing was asked of anybody.
  const videos = await inTenant(ctx, (repositories) => repositories.videos.list({ limit: 200 }));
  expect(videos).toHaveLength(FIT);
  expect(world.text.submits.length + world.media.submits.length).toBe(0);

  // Every fourth run's process dies at one write after the other, between reserving and settling, and another takes over.
  let died = 0;
  for (const [index, run] of runs.entries()) {
    if (index % CRASH_EVERY === 0) died += await crashAt(world, run, look, 3 + index);
    const process = world.start();
    process.ctx.database = watched(process.ctx.database, look);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    look();
  }
  expect(died).toBeGreaterThan(FIT / CRASH_EVERY / 2);
  expect(most).toBeLessThanOrEqual(ceiling);
  expect(most).toBe(FIT * price);

  // One sum, wherever it is asked for: entries, months, runs, jobs, purchases, videos.
  const { months, entries } = books();
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const settled = sum(
    entries.filter(({ kind }) => kind === "settle").map(({ amountMicros }) => amountMicros),
  );
  const [rows, heads] = await inTenant(ctx, async (repositories) => {
    const ended = await Promise.all(runs.map(({ id }) => repositories.runs.find(id)));
    return [ended, await repositories.videos.list({ limit: 200 })] as const;
  });
  const jobs = await Promise.all(
    runs.map(({ id }) => inTenant(ctx, (repositories) => repositories.jobs.ofRun(id))),
  );
  expect(months.map(({ spentMicros, reservedMicros }) => [spentMicros, reservedMicros])).toEqual([
    [settled, 0],
  ]);
  expect(sum(rows.map((row) => row?.costMicros ?? Number.NaN))).toBe(settled);
  expect(sum(jobs.flat().map(({ costMicros }) => costMicros))).toBe(settled);
  expect(sum(heads.map(({ totalCostMicros }) => totalCostMicros))).toBe(settled);
  // What was reserved was spent or given back.
  const of = (kind: string) =>
    sum(entries.filter((entry) => entry.kind === kind).map(({ amountMicros }) => amountMicros));
  expect(of("reserve") - of("settle") - of("release")).toBe(0);

  // Room that was given back is room again.
  await createRun(ctx, SMALL_INPUTS, NO_FILM);
  expect(committed()).toBe(settled + price);
}, 240_000);

/** Drives a run in a process that dies at that write; 1 if it did before the run was over. */
async function crashAt(world: World, run: RunRow, look: () => void, at: number): Promise<number> {
  const dying = world.start({ at, when: at % 2 === 0 ? "before" : "after", kind: "crash" });
  dying.ctx.database = watched(dying.ctx.database, look);
  await driveRun(dying, run.id).catch(() => {});
  look();
  return dying.storage.isDead ? 1 : 0;
}
