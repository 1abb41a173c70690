import { isJobEnded } from "../../lib/core/run/job-state";
import type { RunRow } from "../../lib/ports/database";
import { inTenant } from "../../lib/services/context";
import { listAll } from "../../lib/services/documents/list-all";
import { verifyVideos } from "../../lib/services/maintenance/verify-videos";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { Crash, type Fault } from "./faults";
import { assertOutcomesEqualRows, createRun, driveRun, type World } from "./studio-world";

/** Micro-USD by generator. */
const PRICE: Record<string, number> = { ScriptGen: 8_000, MusicGen: 20_000, ImageGen: 3_999 };
/** What the providers of a world ask for what they make. */
export const priced = (world: World) => {
  world.text.script.costMicros = (request) => PRICE[request.genId] ?? 0;
  world.media.script.costMicros = (request) => PRICE[request.genId] ?? 0;
};

/** What a run leaves behind, without what differs between two runs of the same video: ids, times and the way there. */
export async function finalState(world: World, run: RunRow) {
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

export async function eventsOf(world: World, run: RunRow) {
  const { ctx } = world.start();
  return await inTenant(ctx, ({ events }) =>
    events.ofVideo({ videoId: run.videoId, after: 0, limit: 10_000 }),
  );
}

/** A run in which nothing goes wrong: its end, what it wrote in the order of the writes, and its events' types, sorted. */
export async function crashFreeRun(world: World, inputs: Record<string, unknown>) {
  const process = world.start();
  const run = await createRun(process.ctx, inputs);
  await driveRun(process, run.id);
  return {
    state: await finalState(world, run),
    writes: process.storage.writes,
    types: (await eventsOf(world, run)).map((event) => event.type).sort(),
  };
}
export type CrashFreeRun = Awaited<ReturnType<typeof crashFreeRun>>;

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

/** Crashes at one write, starts again with a new process until the run has ended, and looks at what there is. */
export async function crashAt(world: World, fault: Fault, inputs: Record<string, unknown>) {
  const first = world.start(fault);
  let run: RunRow | null = null;
  let point = "";
  try {
    run = await createRun(first.ctx, inputs);
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
  // The process died after the commit: finalize is delivered again, and writes what comes after it.
  else await finalizeRun({ ctx: second.ctx, input: { runId: run.id } });
  const again = [...paid].filter(([jobId, count]) => world.submitsOf(jobId) > count).map(([jobId]) => jobId);
  const events = await eventsOf(world, run);
  return { point, isStarted: true as const, state: await finalState(world, run), again, events, world };
}
