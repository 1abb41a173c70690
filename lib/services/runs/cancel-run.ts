import { runId } from "../../core/ids";
import { isRunEnded } from "../../core/run/run-state";
import type { RunRow, TenantRepositories, VideoRow, VideoStatus } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { standingStatus } from "../videos/standing-status";
import { writeMetadata } from "../videos/write-metadata";
import { requireRun, requireVideo } from "./require-run";
import { costData } from "./to-run-view";
import { traceRun } from "./trace-run";
import { writeRunLog } from "./write-run-log";

/**
 * Ends a run before its time. From the moment this returns nothing is claimed any more; what a provider still works on is called off by
 * the run's executor, what is finished is kept, and the rest of the reservation is given back. A run that never began, and an export,
 * end at once. A run that has ended stays as it is. Returns the run as it stands.
 */
export async function cancelRun(options: { ctx: Context; input: { id: string } }): Promise<RunRow> {
  const { ctx, input } = options;
  const id = runId(input.id);
  const { run: found, video } = await inTenant(ctx, async (repositories) => {
    const run = await requireRun(repositories, id);
    return { run, video: await requireVideo(repositories, run.videoId) };
  });
  if (isRunEnded(found.status)) return found;
  // Only for one that never began; a run at work is stopped even while the store is away.
  const isUnbegun = found.type !== "export" && found.startedAt === null;
  const standing = isUnbegun ? await standingStatus(ctx, video) : null;
  await inTenant(ctx, (repositories) => cancel(ctx, repositories, { id: found.id, video, standing }));
  ctx.signals.tell(id);
  const run = await inTenant(ctx, (repositories) => requireRun(repositories, id));
  if (isRunEnded(run.status)) {
    traceRun(ctx, run);
    await keepRecord(ctx, run);
  }
  ctx.log.info({ runId: id, videoId: run.videoId, status: run.status }, "run-cancelling");
  return run;
}

async function cancel(
  ctx: Context,
  repositories: TenantRepositories,
  { id, video, standing }: { id: RunRow["id"]; video: VideoRow; standing: VideoStatus | null },
): Promise<void> {
  const { runs, videos, money, events } = repositories;
  const at = ctx.clock.now();
  // Of many who cancel at once, one says so.
  const first = await runs.move({ id, event: "cancel", from: ["queued", "running", "waiting"] });
  const run = first ?? (await runs.move({ id, event: "cancel" }));
  if (!run) return;
  const common = { videoId: video.id, runId: id, at };
  if (first) {
    await events.append([{ ...common, type: "run-cancelling", data: { by: ctx.actor } }]);
  }
  const hasBegun = run.type !== "export" && run.startedAt !== null;
  if (hasBegun) return;
  const ended = await runs.move({ id, event: "end-cancelled", set: { finishedAt: at } });
  if (!ended) return;
  await money.release({ runId: id, videoId: video.id, month: run.month, at });
  if (standing !== null) await videos.setStatus({ id: video.id, status: standing, at });
  const data = { status: "cancelled", ...costData(run) };
  await events.append([{ ...common, type: "run-finished", data }]);
}

/** The store may be away: the run has ended all the same. */
async function keepRecord(ctx: Context, run: RunRow): Promise<void> {
  try {
    const video = await inTenant(ctx, (repositories) => requireVideo(repositories, run.videoId));
    await writeRunLog({ ctx, run });
    await writeMetadata({ ctx, video });
  } catch (error) {
    ctx.log.warn({ runId: run.id, error: String(error) }, "record-not-kept");
  }
}
