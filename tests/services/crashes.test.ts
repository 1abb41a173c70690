import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJobEnded } from "../../lib/core/run/job-state";
import type { RunRow } from "../../lib/ports/database";
import { inTenant } from "../../lib/services/context";
import { listAll } from "../../lib/services/documents/list-all";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { Crash, type Fault } from "../rigs/faults";
import { ScriptedGenerator } from "../rigs/scripted-generator";
import {
  assertOutcomesEqualRows,
  createRun,
  driveRun,
  SMALL_INPUTS,
  sharedDatabase,
  World,
} from "../rigs/studio-world";

afterAll(async () => (await sharedDatabase()).close());

const isDeep = process.env.REELGRAPH_DEEP === "1";
const INPUTS = isDeep ? { ...SMALL_INPUTS, Duration: 20, ImagesPerSegment: 1 } : SMALL_INPUTS;
const PRICE: Record<string, number> = { ScriptGen: 8_000, MusicGen: 20_000, ImageGen: 3_999 };
const priced = (world: World) => {
  world.text.script.costMicros = (request) => PRICE[request.genId] ?? 0;
  world.media.script.costMicros = (request) => PRICE[request.genId] ?? 0;
};

/** What a run leaves behind, without what differs between two runs of the same video: ids, times and the way there. */
async function finalState(world: World, run: RunRow) {
  const { ctx } = world.start();
  const { video, ended, jobs, live } = await inTenant(ctx, async (repositories) => ({
    video: await repositories.videos.find(run.videoId),
    ended: await repositories.runs.find(run.id),
    jobs: await repositories.jobs.ofRun(run.id),
    live: await repositories.purchases.live(run.id),
  }));
  await assertOutcomesEqualRows(ctx, run);
  const heads = await listAll(world.objects, `videos/${run.videoId}/`);
  return {
    video: video && {
      status: video.status,
      headRevision: video.headRevision,
      epoch: video.epoch,
      title: video.title,
      durationSeconds: video.durationSeconds,
      numDirtyArtifacts: video.numDirtyArtifacts,
      totalCostMicros: video.totalCostMicros,
    },
    run: ended && {
      status: ended.status,
      costMicros: ended.costMicros,
      reservedMicros: ended.reservedMicros,
      failure: ended.failure,
    },
    jobs: jobs.map((job) => ({
      jobId: job.jobId,
      state: job.state,
      costMicros: job.costMicros,
      attempts: job.attempts,
      fingerprint: job.fingerprint,
      isAccepted: job.providerRequestId !== null,
      outputs: job.outputs?.map(({ id, checksum, key, bytes, facts }) => ({
        id,
        checksum,
        key,
        bytes,
        facts,
      })),
    })),
    live,
    keys: heads.map((head) => head.key.replace(run.videoId, "VIDEO").replace(run.id, "RUN")),
    problems: (await verifyVideos({ ctx, input: { id: run.videoId } })).problems,
  };
}

async function eventsOf(world: World, run: RunRow) {
  const { ctx } = world.start();
  return await inTenant(ctx, ({ events }) =>
    events.ofVideo({ videoId: run.videoId, after: 0, limit: 10_000 }),
  );
}

/** How often each job had been asked for when it had succeeded, so that a later request shows. */
async function submitsOfEnded(world: World, run: RunRow): Promise<Map<string, number>> {
  const { ctx } = world.start();
  const jobs = await inTenant(ctx, (repositories) => repositories.jobs.ofRun(run.id));
  return new Map(
    jobs
      .filter((job) => isJobEnded(job.state))
      .map((job) => [job.jobId, world.submitsOf(job.jobId)] as const),
  );
}

describe.each([
  { name: "a provider whose work can be repeated", policy: "repeatable" as const },
  { name: "a provider where an unknown outcome is bought once more", policy: "resubmit-once" as const },
])("$name", ({ policy }) => {
  async function aWorld(): Promise<World> {
    const world = await World.open();
    if (policy === "resubmit-once") {
      const text = new ScriptedGenerator({ provider: "text", clock: world.clock, unknownOutcome: policy });
      world.generators = world.generators.map((generator) =>
        generator.provider === "text" ? text : generator,
      );
      Object.assign(world, { text });
    }
    priced(world);
    return world;
  }

  let crashFree: Awaited<ReturnType<typeof finalState>>;
  let writes: string[];
  let types: string[];

  beforeAll(async () => {
    const world = await aWorld();
    const process = world.start();
    const run = await createRun(process.ctx, INPUTS);
    await driveRun(process, run.id);
    crashFree = await finalState(world, run);
    writes = process.storage.writes;
    types = (await eventsOf(world, run)).map((event) => event.type).sort();
  });

  it("has a crash-free run to compare with", () => {
    expect(crashFree.run?.status).toBe("succeeded");
    expect(crashFree.run?.costMicros).toBe(8_000 + 20_000 + (isDeep ? 2 * 3_999 : 0));
    expect(crashFree.problems).toEqual([]);
    expect(writes.length).toBeGreaterThan(40);
  });

  /** Crashes at one write, starts again with a new process until the run has ended, and looks at what there is. */
  async function crashAt(fault: Fault) {
    const world = await aWorld();
    const first = world.start(fault);
    let run: RunRow | null = null;
    let point = "";
    try {
      run = await createRun(first.ctx, INPUTS);
      await driveRun(first, run.id);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      point = error.message;
    }
    if (run === null) return { point, isStarted: false as const };
    const paid = await submitsOfEnded(world, run);
    const second = world.start();
    const ended = await inTenant(second.ctx, ({ runs }) => runs.find((run as RunRow).id));
    if (ended?.finishedAt === null) await driveRun(second, run.id);
    else await driveFinish(second, run);
    const again = [...paid]
      .filter(([jobId, count]) => world.submitsOf(jobId) > count)
      .map(([jobId]) => jobId);
    const events = await eventsOf(world, run);
    return { point, isStarted: true as const, state: await finalState(world, run), again, events, world };
  }

  /** The process died after the commit: finalize is delivered again, and writes what comes after it. */
  async function driveFinish(process: ReturnType<World["start"]>, run: RunRow): Promise<void> {
    const { finalizeRun } = await import("../../lib/services/runs/finalize-run");
    await finalizeRun({ ctx: process.ctx, input: { runId: run.id } });
  }

  it("ends as if nothing had happened, wherever the process dies, and buys nothing again", async () => {
    const last: Fault = { at: writes.length, when: "after", kind: "crash" };
    // Of a dead process nothing is left but what it wrote: dying after one write is dying before the next. The deep tests do both.
    const moments = isDeep ? (["before", "after"] as const) : (["before"] as const);
    const faults = moments.flatMap((when) =>
      writes.map((_, index): Fault => ({ at: index + 1, when, kind: "crash" })),
    );
    if (!isDeep) faults.push(last);
    let reached = 0;
    for (const fault of faults) {
      const outcome = await crashAt(fault);
      if (!outcome.isStarted) continue;
      reached++;
      const { point, state, again, events } = outcome;
      expect([point, again]).toEqual([point, []]);
      if (policy === "repeatable") {
        expect([point, state]).toEqual([point, crashFree]);
        expect([point, events.map((event) => event.type).sort()]).toEqual([point, types]);
      } else {
        expect([point, withoutPrice(state)]).toEqual([point, withoutPrice(crashFree)]);
      }
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      expect([point, events.at(-1)?.type]).toEqual([point, "run-finished"]);
    }
    expect(reached).toBeGreaterThan(faults.length - 4);
  });

  /** An unknown outcome is charged for, because it may have been: the rest is the same. */
  function withoutPrice(state: typeof crashFree) {
    return {
      ...state,
      video: state.video && { ...state.video, totalCostMicros: 0 },
      run: state.run && { ...state.run, costMicros: 0 },
      jobs: state.jobs.map((job) => ({ ...job, costMicros: 0, attempts: 0 })),
    };
  }

  // The repeatable one differs in nothing that a write could meet: quick runs leave it to the deep ones.
  it.runIf(isDeep || policy === "resubmit-once")(
    "ends the same when a single write fails or its answer is lost, and the process lives on",
    async () => {
      const faults = (["before", "after"] as const).flatMap((when) =>
        writes.map((_, index): Fault => ({ at: index + 1, when, kind: "hiccup" })),
      );
      // Creating the video is the caller's to repeat.
      for (const fault of faults.filter(({ at }) => at > 1)) {
        const world = await aWorld();
        const process = world.start(fault);
        const run = await createRun(process.ctx, INPUTS);
        await driveRun(process, run.id);
        const point = `${fault.when} ${process.storage.writes[fault.at - 1]}`;
        const state = await finalState(world, run);
        // Not even what was under way is bought twice: it was answered, and the answer is kept until it is written.
        const twice = state.jobs.filter(({ jobId }) => world.submitsOf(jobId) > 1).map(({ jobId }) => jobId);
        expect([point, twice]).toEqual([point, []]);
        expect([point, state]).toEqual([point, crashFree]);
      }
    },
  );
});
