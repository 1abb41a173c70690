import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { isReelgraphError } from "../../lib/core/errors";
import type { RunId, VideoId } from "../../lib/core/ids";
import type { Database } from "../../lib/ports/database";
import type { ObjectStore } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { listAll } from "../../lib/services/documents/list-all";
import { cleanWorkspace } from "../../lib/services/maintenance/clean/clean-orphans";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { failRun } from "../../lib/services/runs/fail-run";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { deleteVideo } from "../../lib/services/videos/delete-video";
import { loadHead } from "../../lib/services/videos/load-head";
import { restoreVideo } from "../../lib/services/videos/restore-video";
import { Crash } from "../rigs/faults";
import { createRun, driveRun, SMALL_INPUTS, World } from "../rigs/studio-world";

const SCHEDULES = process.env.REELGRAPH_DEEP === "1" ? 2_000 : 150;
const DAY = 24 * 60 * 60_000;
const policy = { graceMs: DAY, trashMs: 7 * DAY, failedRunsMs: 30 * DAY };
const NO_FILM = { export: false } as const;

type Process = ReturnType<World["start"]>;

/** Every transaction and every call of the store waits for its turn, which the scheduler gives; time stands still meanwhile. */
function scheduled(world: World, process: Process, scheduler: fc.Scheduler, who: string): Process {
  const turn = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    await world.clock.during(() => scheduler.schedule(Promise.resolve(), `${who}: ${what}`));
    return await work();
  };
  const { database, objects } = process.ctx;
  const inTurn: Pick<Database, "tenant" | "system"> = {
    tenant: (workspaceId, work) => turn("tenant", () => database.tenant(workspaceId, work)),
    system: (work) => turn("system", () => database.system(work)),
  };
  const stored: ObjectStore = {
    ...objects,
    head: (key) => turn(`head ${key}`, () => objects.head(key)),
    get: (key, range) => turn(`get ${key}`, () => objects.get(key, range)),
    put: (options) => turn(`put ${options.key}`, () => objects.put(options)),
    list: (options) => turn("list", () => objects.list(options)),
    copy: (options) => turn(`copy ${options.from}`, () => objects.copy(options)),
    delete: (keys) => turn(`delete ${keys.join(" ")}`, () => objects.delete(keys)),
  };
  return { ...process, ctx: { ...process.ctx, database: { ...database, ...inTurn }, objects: stored } };
}

/** A refusal that a person would be told of. */
async function orRefused<T>(work: Promise<T>): Promise<T | null> {
  return await work.catch((error: unknown) => {
    if (isReelgraphError(error)) return null;
    throw error;
  });
}

async function openRun(ctx: Context, id: VideoId): Promise<RunId | null> {
  const created = await createNextRun({
    ctx,
    input: { id, mode: "dirty", ...NO_FILM },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  return created.fresh?.run?.id ?? null;
}

const clean = (ctx: Context) => cleanWorkspace({ ctx, policy, input: { dryRun: false } });

/** Everything that ledger or documents name is there. */
async function assertNothingIsLost(ctx: Context, videoId: VideoId): Promise<void> {
  const { problems } = await verifyVideos({ ctx, input: { id: videoId } });
  expect(problems.filter(({ kind }) => kind !== "orphan")).toEqual([]);
  const { runs, named } = await inTenant(ctx, async ({ references }) => {
    const standings = await references.runs(videoId);
    // What a run left that came to nothing may go in its time.
    const spent = standings.filter(({ status }) => status === "failed").map(({ id }) => id);
    return { runs: standings, named: await references.named({ videoId, except: spent }) };
  });
  expect(runs.length).toBeGreaterThan(0);
  for (const path of named) {
    expect([path, await ctx.objects.head(keyIn(videoId, path))]).not.toEqual([path, null]);
  }
}

async function artifactsOf(ctx: Context, videoId: VideoId): Promise<Record<string, unknown>> {
  const video = await inTenant(ctx, ({ videos }) => videos.find(videoId));
  const head = video && (await loadHead({ ctx, video }));
  return Object.fromEntries([...(head?.artifacts ?? [])].map(([id, record]) => [id, record.checksum]));
}

interface Story {
  /** The durable write at which the first run dies. */
  diesAt: number;
  /** Long enough for what the failed run bought to be given up, or only for its orphans. */
  daysLater: number;
  isResumedTwice: boolean;
  isDeletedMeanwhile: boolean;
}

async function play(
  story: Story,
  scheduler: fc.Scheduler,
): Promise<{ quarantined: number; artifacts: unknown }> {
  const world = await World.open(createMemoryDatabase());
  const dying = world.start({ at: story.diesAt, when: "after", kind: "crash" });
  const { ctx } = world.start();
  const first = await createRun(ctx, SMALL_INPUTS, NO_FILM);
  const { videoId } = first;
  await driveRun(dying, first.id).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  const input = { runId: first.id };
  const { status } = await failRun({ ctx, input: { ...input, message: "Its process died." } });
  // It died behind its commit: its workflow takes the last step again.
  if (status !== "failed") await finalizeRun({ ctx, input });
  world.clock.advance(story.daysLater * DAY);

  const actor = (who: string) => scheduled(world, world.start(), scheduler, who);
  let quarantined = 0;
  const cleaner = async (who: string) => {
    for (let pass = 0; pass < 2; pass++) quarantined += (await clean(actor(who).ctx)).quarantined;
  };
  const runner = async () => {
    const process = actor("runner");
    const runId = await orRefused(openRun(process.ctx, videoId));
    if (runId === null) return;
    const drives = [driveRun(process, runId)];
    if (story.isResumedTwice) drives.push(driveRun(actor("twin"), runId));
    await orRefused(Promise.all(drives));
  };
  const deleter = async () => {
    const { ctx: deleting } = actor("deleter");
    await orRefused(deleteVideo({ ctx: deleting, input: { id: videoId } }));
    await orRefused(restoreVideo({ ctx: deleting, input: { id: videoId } }));
  };
  const actors = [runner(), cleaner("cleaner"), cleaner("second cleaner")];
  if (story.isDeletedMeanwhile) actors.push(deleter());
  await scheduler.waitFor(Promise.all(actors));

  await assertNothingIsLost(ctx, videoId);
  const active = await inTenant(ctx, ({ runs }) => runs.active(videoId));
  const rest = active?.id ?? (await openRun(ctx, videoId));
  if (rest !== null) await driveRun(world.start(), rest);
  await assertNothingIsLost(ctx, videoId);
  world.clock.advance(31 * DAY);
  quarantined += (await clean(ctx)).quarantined;
  world.clock.advance(9 * DAY);
  await clean(ctx);
  await assertNothingIsLost(ctx, videoId);
  expect((await verifyVideos({ ctx, input: { id: videoId } })).problems).toEqual([]);
  expect(await listAll(ctx.objects, "trash/")).toEqual([]);
  return { quarantined, artifacts: await artifactsOf(ctx, videoId) };
}

describe("the cleaner beside runs, resumes and deletes, in every order of their reads and writes", () => {
  it(`never takes what is needed, and in the end leaves nothing that is not: ${SCHEDULES} schedules`, async () => {
    const stories = fc.record({
      diesAt: fc.integer({ min: 4, max: 60 }),
      daysLater: fc.constantFrom(2, 31),
      isResumedTwice: fc.boolean(),
      isDeletedMeanwhile: fc.boolean(),
    });
    let withOrphans = 0;
    let expected: unknown = null;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), stories, async (scheduler, story) => {
        const { quarantined, artifacts } = await play(story, scheduler);
        expected ??= artifacts;
        expect(artifacts).toEqual(expected);
        if (quarantined > 0) withOrphans++;
      }),
      { numRuns: SCHEDULES, endOnFailure: true },
    );
    // Otherwise it would have shown nothing.
    expect(withOrphans).toBeGreaterThan(SCHEDULES / 3);
  });
});
