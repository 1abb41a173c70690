import { ReelgraphError } from "../../core/errors";
import type { RunId, VideoId } from "../../core/ids";
import type { RunRow, TenantRepositories, VideoRow } from "../../ports/database";

/** The run, or `not-found`: the same answer for an absent one and another workspace's. */
export async function requireRun(repositories: Pick<TenantRepositories, "runs">, id: RunId): Promise<RunRow> {
  const run = await repositories.runs.find(id);
  if (run) return run;
  throw new ReelgraphError({ code: "not-found", message: `There is no run ${id}.` });
}

export async function requireVideo(
  repositories: Pick<TenantRepositories, "videos">,
  id: VideoId,
): Promise<VideoRow> {
  const video = await repositories.videos.find(id);
  if (video) return video;
  throw new ReelgraphError({ code: "not-found", message: `There is no video ${id}.` });
}
