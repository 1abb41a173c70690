import { afterAll, describe, expect, it } from "vitest";
import type { RunId } from "../../lib/core/ids";
import type { RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { stalledRuns } from "../../lib/services/maintenance/stalled-runs";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import {
  assertOutcomesEqualRows,
  createRun,
  driveRun,
  SMALL_INPUTS,
  sharedDatabase,
  WORKED_EXAMPLE,
  World,
} from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const find = (ctx: Context, id: RunId) => inTenant(ctx, ({ runs }) => runs.find(id));
const jobsOf = (ctx: Context, id: RunId) => inTenant(ctx, ({ jobs }) => jobs.ofRun(id));

/** A world whose text is bought synchronously, where a crash leaves nobody knowing. */
async function worldWithSlowText(latencyMs: number): Promise<World> {
  const world = await World.open();
  const text = new ScriptedGenerator({
    provider: "text",
    clock: world.clock,
    unknownOutcome: "resubmit-once",
    script: { latencyMs: () => latencyMs },
  });
  Object.assign(world, { text });
  world.generators = [text, ...world.generators.slice(1)];
  return world;
}

describe("two executors of one run", () => {
  it.each([
    ["both at once", 0],
    ["one a little later", 1_500],
    ["one much later", 20_000],
  ])("buy each job once and both return: %s", async (_name, delayMs) => {
    const world = await worldWithSlowText(4_000);
    const [one, two] = [world.start(), world.start()];
    const run = await createRun(one.ctx, WORKED_EXAMPLE);
    const outcomes = await Promise.all([
      driveRun(one, run.id),
      world.clock.sleep(delayMs).then(() => driveRun(two, run.id)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["succeeded", "succeeded"]);
    const submits = [...world.text.submits, ...world.media.submits];
    expect(submits.filter((jobId, index) => submits.indexOf(jobId) !== index)).toEqual([]);
    const events = await inTenant(one.ctx, (repositories) =>
      repositories.events.ofRun({ runId: run.id, after: 0, limit: 10_000 }),
    );
    for (const type of ["run-started", "plan-committed", "run-finished"]) {
      expect(events.filter((event) => event.type === type)).toHaveLength(1);
    }
  });

  it("work one at a time: the second says when to look again and touches nothing", async () => {
    const world = await worldWithSlowText(10_000);
    const [one, two] = [world.start(), world.start()];
    const run = await createRun(one.ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx: one.ctx, input });
    const first = executeBatch({ ctx: one.ctx, input });
    await world.clock.sleep(1_000);
    const before = two.storage.writes.length;
    const second = await executeBatch({ ctx: two.ctx, input });
    expect(second).toMatchObject({ done: false, counts: { open: 5 } });
    expect(new Date(second.wakeAt ?? 0).getTime()).toBeGreaterThan(world.clock.now().getTime());
    expect(two.storage.writes.slice(before).join()).not.toMatch(/jobs|purchases|events/);
    expect(await first).toMatchObject({ done: true });
    expect((await find(one.ctx, run.id))?.sliceEpoch).toBe(1);
  });

  it("keep what was paid for when the first falls silent for a while", async () => {
    const world = await worldWithSlowText(30_000);
    const [one, two] = [world.start(), world.start()];
    const run = await createRun(one.ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx: one.ctx, input });
    // The first executor cannot beat: its process sleeps, while its request is under way at the provider.
    const { heartbeat } = pausing(one);
    heartbeat.isPaused = true;
    const first = executeBatch({ ctx: one.ctx, input }).catch((error: unknown) => error);
    await world.clock.sleep(10_000);
    const second = driveRun(two, run.id);
    await world.clock.sleep(5_000);
    expect((await find(two.ctx, run.id))?.sliceEpoch).toBe(2);
    await Promise.all([first, second]);
    expect((await second).status).toBe("succeeded");
    const submits = [...world.text.submits, ...world.media.submits];
    expect(submits.filter((jobId, index) => submits.indexOf(jobId) !== index)).toEqual([]);
  });

  it("do not share a purchase: one whose request is overdue when another has found the work leaves it alone", async () => {
    const world = await World.open();
    const media = new ScriptedGenerator({
      provider: "media",
      clock: world.clock,
      unknownOutcome: "adopt",
      deadlineMs: 20_000,
      script: { isAsync: () => true, latencyMs: () => 60_000 },
    });
    world.generators = world.generators.map((one) => (one.provider === "media" ? media : one));
    const submit = media.submit.bind(media);
    // The provider has the work, and never says so.
    media.submit = async (request, signal) => {
      await submit(request, signal);
      await world.clock.sleep(3_600_000, signal);
      throw new Error("aborted");
    };
    const [one, two] = [world.start(), world.start()];
    const run = await createRun(one.ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx: one.ctx, input });
    // Its clock is behind: what it holds is over for the other while it still waits.
    one.ctx.clock = {
      now: () => new Date(world.clock.now().getTime() - 10_000),
      sleep: (milliseconds, signal) => world.clock.sleep(milliseconds, signal),
    };
    const first = executeBatch({ ctx: one.ctx, input }).catch((error: unknown) => error);
    await world.clock.sleep(3_000);
    expect(media.submits).toEqual(["MusicGen"]);
    const second = driveRun(two, run.id);
    expect(await first).toMatchObject({ code: "stale-epoch" });
    expect((await second).status).toBe("succeeded");
    expect(media.submits).toEqual(["MusicGen"]);
    const events = await inTenant(two.ctx, (repositories) =>
      repositories.events.ofRun({ runId: run.id, after: 0, limit: 10_000 }),
    );
    const accepted = events.filter(({ type, data }) => type === "job-submitted" && data.jobId === "MusicGen");
    expect(accepted).toHaveLength(1);
  });
});

/** Heartbeats of this process are not written while paused; everything else is. */
function pausing(process: { ctx: Context }): { heartbeat: { isPaused: boolean } } {
  const heartbeat = { isPaused: false };
  const { database } = process.ctx;
  process.ctx.database = {
    ...database,
    tenant: (workspaceId, work) =>
      database.tenant(workspaceId, (repositories) => {
        const { runs } = repositories;
        const beat: typeof runs.heartbeat = async (options) =>
          heartbeat.isPaused ? true : await runs.heartbeat(options);
        return work({ ...repositories, runs: { ...runs, heartbeat: beat } });
      }),
  };
  return { heartbeat };
}

describe("a run that ends while a slice is at work", () => {
  it("leaves nothing behind that the slice still had in hand", async () => {
    const world = await worldWithSlowText(5_000);
    const { ctx } = world.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    const slice = executeBatch({ ctx, input });
    const failed = expect(slice).rejects.toMatchObject({ code: "stale-epoch" });
    await world.clock.sleep(1_000);
    const at = world.clock.now();
    await inTenant(ctx, ({ runs }) => runs.move({ id: run.id, event: "fail", set: { finishedAt: at } }));
    await failed;
    const jobs = await jobsOf(ctx, run.id);
    expect(jobs.filter((job) => job.finishedAt !== null)).toEqual([]);
    expect(await executeBatch({ ctx, input })).toMatchObject({ done: true });
  });
});

describe("cancelling", () => {
  const cancel = (ctx: Context, run: RunRow) =>
    inTenant(ctx, ({ runs }) => runs.move({ id: run.id, event: "cancel" }));

  async function cancelAfter(milliseconds: number, prepare: (world: World) => void = () => {}) {
    const world = await worldWithSlowText(4_000);
    world.media.script.latencyMs = () => 60_000;
    prepare(world);
    const process = world.start();
    const run = await createRun(process.ctx, WORKED_EXAMPLE);
    const driven = driveRun(process, run.id);
    await world.clock.sleep(milliseconds);
    await cancel(process.ctx, run);
    const submitted = () => [...world.text.submits, ...world.media.submits].length;
    const before = submitted();
    const final = await driven;
    return { world, process, run, final, late: submitted() - before };
  }

  it.each([[0], [1], [2_500], [4_001], [8_100], [9_000], [30_000], [70_000]])(
    "after %i ms ends the run cancelled, with no submit after the acknowledgement",
    async (milliseconds) => {
      const { final, late, process, run, world } = await cancelAfter(milliseconds);
      expect(final).toEqual({ status: "cancelled", exportRunId: null });
      // A request whose intent was written just before may still go out.
      expect(late).toBeLessThanOrEqual(milliseconds === 0 ? 1 : 0);
      const { ctx } = process;
      const jobs = await jobsOf(ctx, run.id);
      expect(new Set(jobs.map((job) => job.state))).not.toContain("ready");
      // What was finished is kept, and what was accepted is called off.
      expect(jobs.filter((job) => job.state === "succeeded").every((job) => job.outputs !== null)).toBe(true);
      const open = jobs.filter((job) => job.state === "cancelled" && job.providerRequestId !== null);
      expect(world.media.cancelled).toEqual(expect.arrayContaining(open.map((job) => job.providerRequestId)));
      // What turned out to be done by the time it was called off is kept as well.
      const told = jobs.filter((job) => world.media.cancelled.includes(job.providerRequestId ?? ""));
      expect(told).toHaveLength(world.media.cancelled.length);
      expect(told.every((job) => job.state === "cancelled" || job.outputs !== null)).toBe(true);
      expect(await inTenant(ctx, ({ purchases }) => purchases.live(run.id))).toEqual([]);
      expect(await find(ctx, run.id)).toMatchObject({ status: "cancelled", reservedMicros: 0 });
    },
  );

  it("ends although the provider will not hear of it", async () => {
    const { final } = await cancelAfter(9_000, (world) => {
      world.media.cancel = () => Promise.reject(new Error("503"));
    });
    expect(final.status).toBe("cancelled");
  });

  it("that comes while the run commits is obeyed, and never leaves it hanging", async () => {
    const world = await World.open();
    const { ctx } = world.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    for (;;) {
      const batch = await executeBatch({ ctx, input });
      if (batch.done) break;
      await world.clock.sleep(5_000);
    }
    const { objects } = ctx;
    const racing: Context = {
      ...ctx,
      objects: {
        ...objects,
        put: async (options) => {
          if (options.key.endsWith("manifest.json")) await cancel(ctx, run);
          return await objects.put(options);
        },
      },
    };
    expect((await finalizeRun({ ctx: racing, input })).status).toBe("cancelled");
  });

  it("of a run that waits wakes it to its end", async () => {
    const world = await World.open();
    world.media.script.latencyMs = () => 600_000;
    const { ctx } = world.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    const batch = await executeBatch({ ctx, input });
    expect(batch.done).toBe(false);
    expect(await find(ctx, run.id)).toMatchObject({ status: "waiting", sliceUntil: null });
    expect((await find(ctx, run.id))?.wakeAt?.toISOString()).toBe(batch.wakeAt);
    await cancel(ctx, run);
    expect(await executeBatch({ ctx, input })).toMatchObject({ done: true });
    expect((await finalizeRun({ ctx, input })).status).toBe("cancelled");
    expect(world.media.cancelled).toHaveLength(1);
  });
});

describe("long predictions", () => {
  it("let the slice end at once, name when to wake, and are collected then, not bought again", async () => {
    const world = await World.open();
    world.media.script.latencyMs = () => 600_000;
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    const began = world.clock.now().getTime();
    const batch = await executeBatch({ ctx, input });
    expect(world.clock.now().getTime() - began).toBeLessThan(5_000);
    expect(new Date(batch.wakeAt ?? 0).getTime() - began).toBeGreaterThanOrEqual(600_000);
    // Woken early, it finds nothing to do and says so again.
    const early = await executeBatch({ ctx, input });
    expect(early.wakeAt).toBe(batch.wakeAt);
    expect((await driveRun(process, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect(world.media.checks).toEqual(["MusicGen"]);
  });

  it("do not hold up what can start: the next slice begins at once when its time was up", async () => {
    const world = await World.open();
    world.settings = { ...world.settings, sliceBudgetMs: 1_000 };
    world.text.script.latencyMs = () => 2_000;
    world.media.script.latencyMs = () => 300_000;
    const { ctx } = world.start();
    const run = await createRun(ctx, { ...WORKED_EXAMPLE, Duration: 120 });
    await planRun({ ctx, input: { runId: run.id } });
    for (;;) {
      const batch = await executeBatch({ ctx, input: { runId: run.id } });
      const ready = (await jobsOf(ctx, run.id)).filter((job) => job.state === "ready");
      const mayStart = ready.some((job) => job.genId === "AudioGen");
      expect(mayStart).toBe(true);
      expect(new Date(batch.wakeAt ?? 0).getTime()).toBeLessThanOrEqual(world.clock.now().getTime());
      if (world.media.submits.length > 0) break;
    }
  });
});

describe("a run whose executor is gone", () => {
  it("is found by its silence, wherever it was, and goes on from the ledger", async () => {
    const world = await World.open();
    world.media.script.latencyMs = () => 120_000;
    const first = world.start();
    const run = await createRun(first.ctx, SMALL_INPUTS);
    await planRun({ ctx: first.ctx, input: { runId: run.id } });
    await executeBatch({ ctx: first.ctx, input: { runId: run.id } });
    // The workflow that would have woken it is lost.
    const second = world.start();
    const isStalled = async () =>
      (await stalledRuns({ ports: second.ctx, resumingSince: null })).some(({ id }) => id === run.id);
    expect(await isStalled()).toBe(false);
    world.clock.advance(120_000 + 31_000);
    expect(await isStalled()).toBe(true);
    expect((await driveRun(second, run.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    expect(await isStalled()).toBe(false);
  });

  it("leaves its live purchases to the next run of the same claim, which buys nothing again", async () => {
    const world = await World.open();
    world.media.script.latencyMs = () => 120_000;
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, SMALL_INPUTS);
    await planRun({ ctx, input: { runId: run.id } });
    await executeBatch({ ctx, input: { runId: run.id } });
    const at = world.clock.now();
    await inTenant(ctx, ({ runs }) => runs.move({ id: run.id, event: "fail", set: { finishedAt: at } }));
    const next: RunRow = { ...run, id: ctx.ids.runId(), revision: 2 };
    await inTenant(ctx, ({ runs }) => runs.insert(next));
    // Nearly done: the slice that adopts it is the one that stores it, from what it has in memory.
    world.clock.advance(115_000);
    expect((await driveRun(process, next.id)).status).toBe("succeeded");
    expect(world.media.submits).toEqual(["MusicGen"]);
    const jobs = await jobsOf(ctx, next.id);
    const state = (jobId: string) => jobs.find((job) => job.jobId === jobId);
    await assertOutcomesEqualRows(ctx, next);
    expect(state("ScriptGen")).toMatchObject({ state: "skipped", skipReason: "cached" });
    expect(state("MusicGen")).toMatchObject({
      state: "succeeded",
      attempts: 1,
      providerRequestId: "media-MusicGen-1",
    });
  });
});
