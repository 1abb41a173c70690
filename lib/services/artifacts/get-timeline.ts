import { videoId } from "../../core/ids";
import { revisionDocumentPath } from "../../core/naming/document-path";
import { buildTimeline } from "../../core/timeline/build-timeline";
import { TIMELINE_SCHEMA, type Timeline, timelineSchema } from "../../core/timeline/types";
import type { VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { readDocument } from "../documents/documents";
import { requireVideo } from "../runs/require-run";
import { assemblyOf } from "./assembly";
import { currentArtifacts } from "./current-artifacts";

/** The timeline as it is now: complete, or with placeholders for what a running or partial video still lacks. */
export async function getTimeline(options: { ctx: Context; input: { id: string } }): Promise<Timeline> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const committed = await committedTimeline(ctx, video);
  if (committed) return committed;
  const { artifacts, inputs } = await currentArtifacts({ ctx, video });
  return buildTimeline(await assemblyOf({ ctx, videoId: video.id, inputs, artifacts }));
}

/** Of a video that is as its head says, one document has it all; null for one that is being made, was edited, or chosen from. */
async function committedTimeline(ctx: Context, { id, headRevision, inputRevision }: VideoRow) {
  if (headRevision === 0) return null;
  const isAtRest = await inTenant(ctx, async ({ runs, choices }) => {
    if (await runs.active(id)) return false;
    const made = await runs.ofRevision({ videoId: id, revision: headRevision });
    return made?.inputRevision === inputRevision && Object.keys(await choices.chosen(id)).length === 0;
  });
  if (!isAtRest) return null;
  const path = revisionDocumentPath(headRevision, "timeline.json");
  return await readDocument({ ctx, videoId: id, path, schema: TIMELINE_SCHEMA, shape: timelineSchema });
}
