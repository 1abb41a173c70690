import type { VideoId } from "../../../core/ids";
import type { ObjectHead } from "../../../ports/object-store";
import { type Context, inTenant } from "../../context";

/** Keeps what the video's objects take today, as they were just listed; trash counts for nobody. */
export async function measureVideo(options: {
  ctx: Context;
  videoId: VideoId;
  heads: readonly Pick<ObjectHead, "bytes">[];
}): Promise<void> {
  const { ctx, videoId, heads } = options;
  const day = ctx.clock.now().toISOString().slice(0, 10);
  const bytes = heads.reduce((sum, head) => sum + head.bytes, 0);
  await inTenant(ctx, ({ storage }) => storage.measured({ videoId, day, bytes }));
}
