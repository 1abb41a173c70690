import { videoPrefix } from "../../../core/naming/document-path";
import type { CleanableVideo } from "../../../ports/cleaning";
import { type Context, inTenant } from "../../context";
import { listAll } from "../../documents/list-all";
import { deleteAll } from "./delete-all";
import { measureVideo } from "./measure-video";
import type { CleaningPolicy } from "./policy";
import type { CleaningReport } from "./report";

/** What a process that slept puts there afterwards is found within this time. */
const SWEPT_FOR_MS = 2 * 24 * 60 * 60_000;

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
  const { deletedAt, collectedAt, sweptAt } = found;
  const videoId = found.video.id;
  const at = ctx.clock.now();
  const before = new Date(at.getTime() - policy.trashMs);
  if (sweptAt !== null) return true;
  if (deletedAt === null || deletedAt >= before) return false;
  const isTaken =
    report.dryRun || (await inTenant(ctx, ({ references }) => references.collect({ videoId, before, at })));
  if (!isTaken) return false;
  const heads = await listAll(ctx.objects, `${videoPrefix(videoId)}/`);
  report.videos++;
  report.scanned += heads.length;
  if (!report.dryRun) {
    await deleteAll(ctx.objects, heads);
    await measureVideo({ ctx, videoId, heads: [] });
  }
  report.deleted += heads.length;
  report.bytes += heads.reduce((total, { bytes }) => total + bytes, 0);
  if (collectedAt === null || heads.length > 0) report.collected++;
  if (heads.length > 0)
    ctx.log.info({ videoId, objects: heads.length, dryRun: report.dryRun }, "video-collected");
  const isOver = collectedAt !== null && at.getTime() - collectedAt.getTime() > SWEPT_FOR_MS;
  if (isOver && heads.length === 0 && !report.dryRun) {
    await inTenant(ctx, ({ references }) => references.swept({ videoId, at }));
  }
  return true;
}
