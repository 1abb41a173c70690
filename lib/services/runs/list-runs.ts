import type { RunView } from "../../api/contract/runs";
import { videoId } from "../../core/ids";
import { type Context, inTenant } from "../context";
import { requireVideo } from "./require-run";
import { toRunView } from "./to-run-view";

const MOST = 200;

/** A video's runs, newest first, without their jobs. */
export async function listRuns(options: {
  ctx: Context;
  input: { id: string };
}): Promise<{ data: RunView[] }> {
  const { ctx, input } = options;
  return await inTenant(ctx, async (repositories) => {
    const video = await requireVideo(repositories, videoId(input.id));
    const runs = await repositories.runs.ofVideo({ videoId: video.id, limit: MOST });
    return { data: runs.map((run) => toRunView(run, [], null)) };
  });
}
