import type { VideoDetailView } from "../../api/contract/videos";
import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { getVideo } from "./get-video";

/** Brings back a video that was put away, as it was. One that was not stays as it is. Throws `not-found`. */
export async function restoreVideo(options: {
  ctx: Context;
  input: { id: string };
}): Promise<VideoDetailView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  if (!(await inTenant(ctx, ({ videos }) => videos.restore(id)))) {
    throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
  }
  return await getVideo({ ctx, input });
}
