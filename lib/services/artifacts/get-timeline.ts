import { videoId } from "../../core/ids";
import { buildTimeline } from "../../core/timeline/build-timeline";
import type { Timeline } from "../../core/timeline/types";
import { type Context, inTenant } from "../context";
import { requireVideo } from "../runs/require-run";
import { assemblyOf } from "./assembly";
import { currentArtifacts } from "./current-artifacts";

/** The timeline as it is now: complete, or with placeholders for what a running or partial video still lacks. */
export async function getTimeline(options: { ctx: Context; input: { id: string } }): Promise<Timeline> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const { artifacts, inputs } = await currentArtifacts({ ctx, video });
  return buildTimeline(await assemblyOf({ ctx, videoId: video.id, inputs, artifacts }));
}
