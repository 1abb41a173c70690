import type { VideoDetailView } from "../../api/contract/videos";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { toVideoDetailView } from "./to-video-view";

const NEWEST_RUNS = 20;

/** One video with its inputs. `not-found` for an absent, foreign or malformed id. */
export async function getVideo(options: { ctx: Context; input: { id: string } }): Promise<VideoDetailView> {
  const { ctx, input } = options;
  const id = videoId(input.id);
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, id);
    return toVideoDetailView(video, await repositories.runs.ofVideo({ videoId: id, limit: NEWEST_RUNS }));
  });
}
