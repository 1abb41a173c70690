import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { cancelRun } from "../runs/cancel-run";

/** More than a video ever renders at a time. */
const NEWEST_RUNS = 1_000;

/**
 * Puts a video away: it is in no list and no call finds it, until `restoreVideo` brings it back as it was; its objects stay where they
 * are. Exports under way are cancelled. Throws `run-active` while it is being made, because what is bought for it would come in
 * unseen, and `not-found`. Once more, it says when it was done.
 */
export async function deleteVideo(options: {
  ctx: Context;
  input: { id: string };
}): Promise<{ id: string; deletedAt: string }> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  const films = await inTenant(ctx, async ({ videos, runs }) => {
    const video = await videos.find(id);
    if (video === null || (await runs.active(id))) return [];
    const newest = await runs.ofVideo({ videoId: id, limit: NEWEST_RUNS });
    return newest.filter((run) => run.type === "export" && run.finishedAt === null);
  });
  for (const film of films) await cancelRun({ ctx, input: { id: film.id } });
  const at = ctx.clock.now();
  const deletedAt = await inTenant(ctx, async ({ videos, runs }) => {
    const active = (await videos.lock(id)) && (await runs.active(id));
    if (active) {
      throw new ReelgraphError({
        code: "run-active",
        message: "This video is being made. Cancel its run, then delete it.",
        details: { run: { id: active.id, status: active.status } },
      });
    }
    return await videos.remove({ id, at });
  });
  if (deletedAt === null) {
    throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
  }
  ctx.log.info({ videoId: id }, "video-deleted");
  return { id, deletedAt: deletedAt.toISOString() };
}
