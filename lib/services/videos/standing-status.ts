import type { ArtifactRecord } from "../../core/plan/types";
import type { VideoRow, VideoStatus } from "../../ports/database";
import type { Context } from "../context";
import { loadHead } from "./load-head";

/** The status of a video that nothing is being done to: what its committed artifacts say. `cancelled` for one that has none. */
export function statusOfArtifacts(artifacts: ReadonlyMap<string, ArtifactRecord> | null): VideoStatus {
  if (artifacts === null) return "cancelled";
  const isAnyFailed = [...artifacts.values()].some((record) => record.status === "failed");
  return isAnyFailed || !artifacts.has("Timeline") ? "partial" : "succeeded";
}

/** What a video goes back to when a run of it is given up before it has changed anything. */
export async function standingStatus(ctx: Context, video: VideoRow): Promise<VideoStatus> {
  const head = await loadHead({ ctx, video });
  return statusOfArtifacts(head?.artifacts ?? null);
}
