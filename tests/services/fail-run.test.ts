import { afterAll, expect, it } from "vitest";
import { inTenant } from "../../lib/services/context";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { failRun } from "../../lib/services/runs/fail-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { createRun, driveRun, SMALL_INPUTS, sharedDatabase, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

async function stranded() {
  const world = await World.open();
  world.media.script.latencyMs = () => 120_000;
  world.text.script.costMicros = () => 300;
  const process = world.start();
  const run = await createRun(process.ctx, SMALL_INPUTS);
  await planRun({ ctx: process.ctx, input: { runId: run.id } });
  await executeBatch({ ctx: process.ctx, input: { runId: run.id } });
  return { world, process, ctx: process.ctx, run };
}

it("ends a run with the reason, gives its money back and leaves no job open, once", async () => {
  const { ctx, run } = await stranded();
  const input = { runId: run.id, message: "integrity: plan.json is not valid JSON." };
  expect(await failRun({ ctx, input })).toEqual({ status: "failed" });
  const look = () =>
    inTenant(ctx, async ({ runs, jobs, videos, events }) => ({
      run: await runs.find(run.id),
      video: await videos.find(run.videoId),
      states: (await jobs.ofRun(run.id)).map((job) => job.state),
      events: await events.ofRun({ runId: run.id, after: 0, limit: 1_000 }),
    }));
  const ended = await look();
  expect(ended.run).toMatchObject({
    status: "failed",
    reservedMicros: 0,
    failure: { message: input.message },
  });
  expect(ended.video).toMatchObject({ status: "failed", headRevision: 0 });
  expect(ended.run?.costMicros).toBeGreaterThan(0);
  expect(ended.video?.totalCostMicros).toBe(ended.run?.costMicros);
  expect(ended.states).toEqual(expect.arrayContaining(["succeeded", "cancelled"]));
  expect(ended.states).not.toContain("submitted");
  expect(ended.events.at(-1)).toMatchObject({ type: "run-finished", data: { status: "failed" } });

  expect(await failRun({ ctx, input: { ...input, message: "again" } })).toEqual({ status: "failed" });
  expect(await look()).toEqual(ended);
});

it("leaves the way free for a next run, which buys only what was never bought", async () => {
  const { ctx, run, process, world } = await stranded();
  await failRun({ ctx, input: { runId: run.id, message: "gone" } });
  const next = { ...run, id: ctx.ids.runId(), revision: 2 };
  await inTenant(ctx, ({ runs }) => runs.insert(next));
  expect((await driveRun(process, next.id)).status).toBe("succeeded");
  expect(world.submitsOf("ScriptGen")).toBe(1);
  expect(world.submitsOf("MusicGen")).toBe(1);
  const { problems } = await verifyVideos({ ctx, input: { id: run.videoId } });
  expect(problems).toEqual([]);
});

it("ends a run that is being cancelled as cancelled", async () => {
  const { ctx, run } = await stranded();
  await inTenant(ctx, ({ runs }) => runs.move({ id: run.id, event: "cancel" }));
  expect(await failRun({ ctx, input: { runId: run.id, message: "x" } })).toEqual({ status: "cancelled" });
});

it("ends although the store is what is broken", async () => {
  const { ctx, run } = await stranded();
  const broken = { ...ctx, objects: { ...ctx.objects, put: () => Promise.reject(new Error("no store")) } };
  expect(await failRun({ ctx: broken, input: { runId: run.id, message: "x" } })).toEqual({
    status: "failed",
  });
});
