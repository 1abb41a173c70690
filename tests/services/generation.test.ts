import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import type { RunId, VideoId } from "../../lib/core/ids";
import type { RunRow } from "../../lib/ports/database";
import { objectKey, readAll } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { listAll } from "../../lib/services/documents/list-all";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { createRun, driveRun, sharedDatabase, WORKED_EXAMPLE, World } from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

async function textAt(world: World, key: string): Promise<string> {
  const body = await world.objects.get(objectKey(key));
  if (!body) throw new Error(`No object ${key}`);
  return new TextDecoder().decode(await readAll(body));
}

async function keysOf(world: World, videoId: VideoId): Promise<string[]> {
  const prefix = `videos/${videoId}/`;
  return (await listAll(world.objects, prefix)).map((head) => head.key.replace(prefix, ""));
}

/** Every object's bytes by key: equal before and after means that nothing was written, or only the same again. */
async function contents(world: World, videoId: VideoId): Promise<Map<string, string>> {
  const heads = await listAll(world.objects, `videos/${videoId}/`);
  return new Map(heads.map((head) => [head.key, `${head.etag} ${head.checksum}`] as const));
}

async function rowsOf(ctx: Context, run: RunRow) {
  return await inTenant(ctx, async ({ videos, runs, jobs, events }) => ({
    video: await videos.find(run.videoId),
    run: await runs.find(run.id),
    jobs: await jobs.ofRun(run.id),
    events: await events.ofVideo({ videoId: run.videoId, after: 0, limit: 10_000 }),
  }));
}

describe("a whole generation", () => {
  let world: World;
  let process: ReturnType<World["start"]>;
  let run: RunRow;

  beforeAll(async () => {
    world = await World.open();
    process = world.start();
    run = await createRun(process.ctx, WORKED_EXAMPLE);
    await driveRun(process, run.id);
  });

  it("succeeds, moves the pointer and opens the export that follows", async () => {
    const { video, run: ended, jobs } = await rowsOf(process.ctx, run);
    expect(ended).toMatchObject({ status: "succeeded", revision: 1, reservedMicros: 0, sliceUntil: null });
    expect(video).toMatchObject({ status: "succeeded", headRevision: 1, epoch: 1, numDirtyArtifacts: 0 });
    expect(video?.title).toMatch(/^VideoTitle/);
    expect(video?.durationSeconds).toBeGreaterThan(6);
    expect(jobs.map((job) => job.state)).toEqual(jobs.map(() => "succeeded"));
    const film = await inTenant(process.ctx, ({ runs }) => runs.exportAfter(run.id));
    expect(film).toMatchObject({ type: "export", status: "queued", revision: 1 });
  });

  it("asks the provider once per job, media within its window", () => {
    const submits = [...world.text.submits, ...world.media.submits];
    expect(new Set(submits).size).toBe(submits.length);
    expect(submits).toHaveLength(1 + 1 + 3 + 3 + 1 + 6);
  });

  it("lays the video out as one folder", async () => {
    const digest = /\.[0-9a-f]{12}\./;
    const plain = (await keysOf(world, run.videoId)).map((key) => key.replace(digest, "."));
    expect(plain).toEqual(
      expect.arrayContaining([
        "metadata.json",
        "assets/music.mp3",
        "assets/narration_0.wav",
        "assets/narration_2.timings.json",
        "assets/images/seg1/img0.png",
        "assets/captions.vtt",
        "dag/000001/inputs.json",
        "dag/000001/nodes.json",
        "dag/000001/plan.json",
        "dag/000001/jobs/ImageGen[1][0].json",
        "dag/000001/checkpoints/layer-1-complete.json",
        "dag/000001/checkpoints/layer-2-complete.json",
        "dag/000001/tags.jsonl",
        "dag/000001/assembly-input.json",
        "dag/000001/timeline.json",
        "dag/000001/manifest.json",
        `runs/${run.id}/run.jsonl`,
      ]),
    );
    expect(plain.filter((key) => key.startsWith("dag/000001/jobs/"))).toHaveLength(16);
    expect(plain.filter((key) => key.startsWith("dag/000001/checkpoints/"))).toHaveLength(2);
  });

  it("names nothing before it is durable", async () => {
    const { writes } = process.storage;
    const first = (pattern: RegExp) => writes.findIndex((write) => pattern.test(write));
    const last = (pattern: RegExp) => writes.findLastIndex((write) => pattern.test(write));
    const { jobs } = await rowsOf(process.ctx, run);
    for (const job of jobs) {
      const outcome = writes.findIndex((write) => write.endsWith(`/jobs/${job.jobId}.json`));
      for (const output of job.outputs ?? []) {
        const asset = writes.indexOf(`put videos/${run.videoId}/${output.key}`);
        expect(asset).toBeGreaterThanOrEqual(0);
        expect(outcome).toBeGreaterThan(asset);
      }
    }
    const order = [
      last(/^put .*\/jobs\/(TextTo|Image|Music|Audio)/),
      last(/^put .*\/checkpoints\/layer-2/),
      first(/^put .*\/(tags\.jsonl|assembly-input\.json|timeline\.json)$/),
      first(/^put .*\/manifest\.json$/),
      first(/videos\.moveHead/),
      first(/^put .*\/metadata\.json$/),
    ];
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order.every((index) => index >= 0)).toBe(true);
    // The last outcome of all, too: its layer has no checkpoint.
    expect(last(/^put .*\/jobs\//)).toBeLessThan(
      first(/\/(tags\.jsonl|assembly-input\.json|timeline\.json)$/),
    );
    expect(last(/\/tags\.jsonl$/)).toBeLessThan(first(/\/manifest\.json$/));
    expect(first(/plan\.json$/)).toBeGreaterThan(last(/(inputs|nodes)\.json$/));
  });

  it("writes a manifest whose every sum is true", async () => {
    const manifest = JSON.parse(await textAt(world, `videos/${run.videoId}/dag/000001/manifest.json`));
    const assets = (await keysOf(world, run.videoId)).filter((key) => key.startsWith("assets/"));
    expect(manifest.objects.map((object: { key: string }) => object.key).sort()).toEqual(
      assets.map((key) => `videos/${run.videoId}/${key}`).sort(),
    );
    for (const { key, bytes, sha256 } of manifest.objects) {
      const body = await world.objects.get(objectKey(key));
      const content = body ? await readAll(body) : new Uint8Array();
      expect([key, content.length, nodeSha256(content)]).toEqual([key, bytes, sha256]);
    }
  });

  it("reports everything, once, numbered without a gap, the end last", async () => {
    const { events, jobs } = await rowsOf(process.ctx, run);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of("run-started")).toHaveLength(1);
    expect(of("plan-committed")).toHaveLength(1);
    expect(of("layer-started").map((event) => event.data.layer)).toEqual([0, 1, 2, 3]);
    expect(of("checkpoint-written").map((event) => event.data.layer)).toEqual([1, 2]);
    expect(of("job-claimed")).toHaveLength(jobs.length);
    expect(of("job-succeeded")).toHaveLength(jobs.length);
    expect(
      of("job-submitted")
        .map((event) => event.data.jobId)
        .sort(),
    ).toEqual([...world.media.submits].sort());
    expect(
      of("segment-playable")
        .map((event) => event.data.segment)
        .sort(),
    ).toEqual([0, 1, 2]);
    expect(events.at(-1)?.type).toBe("run-finished");
    const log = (await textAt(world, `videos/${run.videoId}/runs/${run.id}/run.jsonl`)).trim().split("\n");
    expect(log.map((line) => JSON.parse(line).seq)).toEqual(events.map((event) => event.seq));
  });

  it("changes nothing when any of its steps is delivered again", async () => {
    const before = { rows: await rowsOf(process.ctx, run), objects: await contents(world, run.videoId) };
    const input = { runId: run.id };
    expect(await planRun({ ctx: process.ctx, input })).toEqual({ live: false });
    expect(await executeBatch({ ctx: process.ctx, input })).toMatchObject({ done: true, wakeAt: null });
    const again = await finalizeRun({ ctx: process.ctx, input });
    expect(again.status).toBe("succeeded");
    expect(again.exportRunId).not.toBeNull();
    expect(await rowsOf(process.ctx, run)).toEqual(before.rows);
    expect(await contents(world, run.videoId)).toEqual(before.objects);
  });
});

describe("steps delivered twice while the run lives", () => {
  it("plan once and keep the checkpoints as they are", async () => {
    const world = await World.open();
    const process = world.start();
    const { ctx } = process;
    const run = await createRun(ctx, WORKED_EXAMPLE);
    const input = { runId: run.id };
    await planRun({ ctx, input });
    const planned = { rows: await rowsOf(ctx, run), objects: await contents(world, run.videoId) };
    expect(await planRun({ ctx, input })).toEqual({ live: true });
    const again = await rowsOf(ctx, run);
    expect(again.events).toEqual(planned.rows.events);
    expect(again.jobs).toEqual(planned.rows.jobs);
    expect(await contents(world, run.videoId)).toEqual(planned.objects);

    await driveRun(process, run.id);
    const done = (await rowsOf(ctx, run)).events.length;
    expect((await executeBatch({ ctx, input })).done).toBe(true);
    expect((await rowsOf(ctx, run)).events).toHaveLength(done);
  });

  it("refuse to commit a run whose jobs are not done", async () => {
    const world = await World.open();
    const { ctx } = world.start();
    const run = await createRun(ctx, WORKED_EXAMPLE);
    await planRun({ ctx, input: { runId: run.id } });
    await expect(finalizeRun({ ctx, input: { runId: run.id } })).rejects.toThrow("too early");
    expect(await keysOf(world, run.videoId)).not.toContain("dag/000001/tags.jsonl");
  });

  it("let a run that has ended take nothing from the one that came after it", async () => {
    const world = await World.open();
    const process = world.start();
    const { ctx } = process;
    const first = await createRun(ctx, WORKED_EXAMPLE);
    await planRun({ ctx, input: { runId: first.id } });
    await inTenant(ctx, ({ runs }) =>
      runs.move({ id: first.id, event: "fail", set: { finishedAt: ctx.clock.now() } }),
    );
    const second = {
      ...first,
      id: ctx.ids.runId() as RunId,
      status: "queued" as const,
      revision: 2,
      starts: 0,
    };
    await inTenant(ctx, ({ runs }) => runs.insert({ ...second, startedAt: null, finishedAt: null }));
    await planRun({ ctx, input: { runId: second.id } });
    expect(await planRun({ ctx, input: { runId: first.id } })).toEqual({ live: false });
    // Its workflow goes on with the next slice, and knows nothing of all that.
    expect(await executeBatch({ ctx, input: { runId: second.id } })).toMatchObject({ done: true });
    expect((await finalizeRun({ ctx, input: { runId: second.id } })).status).toBe("succeeded");
  });
});
