import type { RunId } from "../../core/ids";
import { isJobEnded } from "../../core/run/job-state";
import { isRunEnded, type RunState } from "../../core/run/run-state";
import { type Context, inTenant } from "../context";
import { writeMetadata } from "../videos/write-metadata";
import { requireRun, requireVideo } from "./require-run";
import { costData } from "./to-run-view";
import { traceRun } from "./trace-run";
import { writeRunLog } from "./write-run-log";

/**
 * Ends a generation that cannot go on, with the reason: its data are wrong, or nobody gets it any further. The head stays where it is, the
 * reservation is given back, and what a provider still works on is left to the next run, which adopts it. Repeating it changes nothing.
 */
export async function failRun(options: {
  ctx: Context;
  input: { runId: RunId; message: string };
}): Promise<{ status: RunState }> {
  const { ctx, input } = options;
  const at = ctx.clock.now();
  const failure = { code: "permanent" as const, retryable: true, message: input.message };
  const ended = await inTenant(ctx, async (repositories) => {
    const { runs, jobs, videos, money, events } = repositories;
    const found = await requireRun(repositories, input.runId);
    if (isRunEnded(found.status)) return null;
    const event = found.status === "cancelling" ? "end-cancelled" : "fail";
    const run = await runs.move({ id: found.id, event, set: { finishedAt: at, failure } });
    if (!run) return null;
    const { id: runId, videoId } = run;
    for (const job of await jobs.ofRun(runId)) {
      if (!isJobEnded(job.state))
        await jobs.move({ runId, jobId: job.jobId, event: "cancel", set: { finishedAt: at } });
    }
    await money.release({ runId, videoId, month: run.month, at });
    const video = await requireVideo(repositories, videoId);
    const without = run.status === "cancelled" ? "cancelled" : "failed";
    const totalCostMicros = await runs.totalCost(videoId);
    await videos.setStatus({
      id: videoId,
      totalCostMicros,
      status: video.headRevision > 0 ? "partial" : without,
      at,
    });
    const data = { status: run.status, ...costData(run), failure };
    await events.append([{ videoId, runId, type: "run-finished", at, data }]);
    return { run, video: await requireVideo(repositories, videoId) };
  });
  if (ended) {
    ctx.log.error({ runId: input.runId, failure }, "run-failed");
    traceRun(ctx, ended.run);
    await keepRecord(ctx, ended);
  }
  const { status } = await inTenant(ctx, (repositories) => requireRun(repositories, input.runId));
  return { status };
}

/** The store may be what is wrong: the run has ended all the same. */
async function keepRecord(
  ctx: Context,
  {
    run,
    video,
  }: { run: Parameters<typeof writeRunLog>[0]["run"]; video: Parameters<typeof writeMetadata>[0]["video"] },
): Promise<void> {
  try {
    await writeRunLog({ ctx, run });
    await writeMetadata({ ctx, video });
  } catch (error) {
    ctx.log.warn({ runId: run.id, error: String(error) }, "record-not-kept");
  }
}
