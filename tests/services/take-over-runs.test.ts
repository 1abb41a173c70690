import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { RunRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { takeOverRuns } from "../../lib/services/maintenance/take-over-runs";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { planRun } from "../../lib/services/runs/plan-run";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const DEADLINE_MS = 240_000;

/** Text that nobody can ask about, media that can be looked for. */
async function world(): Promise<World> {
  const opened = await World.open();
  const { clock } = opened;
  const text = new ScriptedGenerator({
    provider: "text",
    clock,
    unknownOutcome: "resubmit-once",
    deadlineMs: DEADLINE_MS,
  });
  const media = new ScriptedGenerator({
    provider: "media",
    clock,
    unknownOutcome: "adopt",
    deadlineMs: DEADLINE_MS,
    script: { isAsync: () => true, latencyMs: () => 3_000 },
  });
  return Object.assign(opened, { text, media, generators: [text, media, opened.generators[2]] });
}

const live = (ctx: Context, run: RunRow) => inTenant(ctx, ({ purchases }) => purchases.live(run.id));

/** Plans and begins, and dies at the first write that `isThere`: heartbeats end, and what is under way is cut off. */
async function dieWith(
  world: World,
  isThere: (write: string) => boolean,
  when: "before" | "after" = "after",
): Promise<RunRow> {
  const probe = world.start();
  const reference = await createRun(probe.ctx, SMALL_INPUTS);
  await driveRun(probe, reference.id);
  const at = probe.storage.writes.findIndex(isThere) + 1;
  if (at === 0) throw new Error(`No such write among ${probe.storage.writes.join(", ")}.`);
  const { ctx, storage } = world.start({ at, when, kind: "crash" });
  const run = await createRun(ctx, SMALL_INPUTS);
  await driveRun({ ctx, storage }, run.id).catch(() => {});
  expect(storage.isDead).toBe(true);
  return run;
}

describe("a process that has its database to itself", () => {
  beforeEach(async () => {
    // Runs of earlier tests are none of its business.
    const { ctx } = (await World.open()).start();
    const rows = await ctx.database.system(({ runs }) =>
      runs.stalled({ before: new Date("9999-01-01"), limit: 99 }),
    );
    for (const { id, workspaceId } of rows) {
      await ctx.database.tenant(workspaceId, ({ runs }) => runs.move({ id, event: "fail", set: {} }));
    }
  });

  it("begins the next slice at once, and buys again at once what nobody can be asked about", async () => {
    const stage = await world();
    const run = await dieWith(stage, (write) => /purchases\.insert/.test(write));
    const { ctx, storage } = stage.start();
    const [intent] = await live(ctx, run);
    expect(intent?.deadlineAt.getTime()).toBeGreaterThan(stage.clock.now().getTime() + DEADLINE_MS - 10_000);
    // Without it the dead slice is waited for.
    expect(await executeBatch({ ctx, input: { runId: run.id } })).toMatchObject({ done: false });
    expect(await live(ctx, run)).toEqual([intent]);

    const before = stage.clock.now().getTime();
    expect(await takeOverRuns({ ports: ctx })).toMatchObject({ neverStarted: [{ id: run.id }], asleep: [] });
    expect((await driveRun({ ctx, storage }, run.id)).status).toBe("succeeded");
    expect(stage.clock.now().getTime() - before).toBeLessThan(30_000);
  });

  it("finds at once what a provider has and never told: it is collected, not bought again", async () => {
    const stage = await world();
    const run = await dieWith(stage, (write) => /purchases\.accepted/.test(write), "before");
    const { ctx, storage } = stage.start();
    await takeOverRuns({ ports: ctx });
    const before = stage.clock.now().getTime();
    expect((await driveRun({ ctx, storage }, run.id)).status).toBe("succeeded");
    expect(stage.clock.now().getTime() - before).toBeLessThan(30_000);
    // Once for the run that was watched, once for the one that died.
    expect(stage.media.submitsOf("MusicGen")).toBe(2);
  });

  it("asks at once for what a provider has, and names the runs that sleep over it", async () => {
    const stage = await world();
    stage.media.script.latencyMs = () => 600_000;
    const { ctx } = stage.start();
    const run = await createRun(ctx, SMALL_INPUTS);
    await inTenant(ctx, ({ runs }) => runs.setWorkflowRun({ id: run.id, workflowRunId: "wrun_1" }));
    await planRun({ ctx, input: { runId: run.id } });
    const slept = await executeBatch({ ctx, input: { runId: run.id } });
    expect(new Date(slept.wakeAt ?? 0).getTime()).toBeGreaterThan(stage.clock.now().getTime());

    const later = stage.start().ctx;
    expect(await takeOverRuns({ ports: later })).toMatchObject({
      neverStarted: [],
      asleep: [{ id: run.id }],
    });
    const [music] = await live(later, run);
    expect(music?.nextCheckAt).toEqual(stage.clock.now());
  });

  it("leaves runs that have ended alone", async () => {
    const stage = await world();
    const process = stage.start();
    const run = await createRun(process.ctx, SMALL_INPUTS);
    await driveRun(process, run.id);
    expect(await takeOverRuns({ ports: process.ctx })).toEqual({ neverStarted: [], asleep: [] });
  });
});
