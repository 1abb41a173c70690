import { videoPrefix } from "../../../core/naming/document-path";
import type { CleanableVideo } from "../../../ports/cleaning";
import type { ObjectHead } from "../../../ports/object-store";
import { type Context, inTenant } from "../../context";
import { listAll } from "../../documents/list-all";
import type { CleaningPolicy } from "./policy";
import type { CleaningReport } from "./report";

/** What a process that slept puts there afterwards is found within this time. */
const SWEPT_FOR_MS = 2 * 24 * 60 * 60_000;
const BATCH = 1_000;

/**
 * Deletes the objects of a video that was deleted long enough ago. First it is taken for good, by compare-and-set, so that it is not
 * brought back meanwhile; its rows stay, as money does. True when the video was such a one.
 */
export async function collectVideo(options: {
  ctx: Context;
  found: CleanableVideo;
  policy: CleaningPolicy;
  report: CleaningReport;
}): Promise<boolean> {
  const { ctx, found, policy, report } = options;
  const { video, deletedAt, collectedAt } = found;
  const at = ctx.clock.now();
  const before = new Date(at.getTime() - policy.trashMs);
  if (deletedAt === null || deletedAt >= before) return false;
  if (collectedAt !== null && at.getTime() - collectedAt.getTime() > SWEPT_FOR_MS) return true;
  const videoId = video.id;
  const isTaken =
    report.dryRun || (await inTenant(ctx, ({ references }) => references.collect({ videoId, before, at })));
  if (!isTaken) return false;
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  report.videos++;
  report.scanned += heads.length;
  if (collectedAt === null) report.collected++;
  if (!report.dryRun) await deleteAll(ctx, heads);
  report.deleted += heads.length;
  report.bytes += heads.reduce((total, { bytes }) => total + bytes, 0);
  if (heads.length > 0) ctx.log.info({ videoId, objects: heads.length }, "video-collected");
  return true;
}

async function deleteAll(ctx: Context, heads: readonly ObjectHead[]): Promise<void> {
  for (let start = 0; start < heads.length; start += BATCH) {
    await ctx.objects.delete(heads.slice(start, start + BATCH).map(({ key }) => key));
  }
}
