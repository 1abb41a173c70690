import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import type { RunRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { newRun } from "../runs/new-run";
import { requireVideo } from "../runs/require-run";
import { loadHead } from "../videos/load-head";

/** Opens an export of the head revision: it pins that revision and runs beside whatever else the video does. */
export async function createExport(options: { ctx: Context; input: { id: string } }): Promise<RunRow> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const head = await loadHead({ ctx, video });
  if (!head?.artifacts.get("Timeline")?.key) {
    throw new ReelgraphError({
      code: "conflict",
      message: `Video ${video.id} has no complete timeline to export yet. Wait for its run, or regenerate what failed.`,
    });
  }
  const run = newRun({
    ctx,
    video,
    type: "export",
    options: { format: "mp4" },
    revision: video.headRevision,
    plan: null,
    maxCostMicros: null,
    at: ctx.clock.now(),
  });
  await inTenant(ctx, ({ runs }) => runs.insert(run));
  return run;
}
