import { ReelgraphError } from "../../core/errors";
import { videoId } from "../../core/ids";
import { revisionDocumentPath } from "../../core/naming/document-path";
import { toSrt } from "../../core/timeline/caption-files";
import { TIMELINE_SCHEMA, timelineSchema } from "../../core/timeline/types";
import { type Context, inTenant } from "../context";
import { readDocument } from "../documents/documents";
import { requireVideo } from "../runs/require-run";

/** The captions of a revision (the head's by default) as SubRip, for players that know no WebVTT; made from its timeline. */
export async function captionsAsSrt(options: {
  ctx: Context;
  input: { id: string; revision?: number };
}): Promise<string> {
  const { ctx, input } = options;
  const video = await inTenant(ctx, (repositories) => requireVideo(repositories, videoId(input.id)));
  const revision = input.revision ?? video.headRevision;
  const timeline =
    revision < 1 || revision > video.headRevision
      ? null
      : await readDocument({
          ctx,
          videoId: video.id,
          path: revisionDocumentPath(revision, "timeline.json"),
          schema: TIMELINE_SCHEMA,
          shape: timelineSchema,
        });
  if (timeline) return toSrt(timeline);
  throw new ReelgraphError({
    code: "not-found",
    message: `Video ${video.id} has no captions of revision ${revision} yet.`,
  });
}
