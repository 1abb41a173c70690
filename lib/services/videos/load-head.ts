import { ReelgraphError } from "../../core/errors";
import type { VideoId } from "../../core/ids";
import { revisionDocumentPath } from "../../core/naming/document-path";
import type { ArtifactRecord, HeadState } from "../../core/plan/types";
import type { VideoRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { readLines } from "../documents/documents";
import { DOCUMENT_SCHEMAS, tagShape } from "../documents/schemas";
import { requireVideo } from "../runs/require-run";

/** Committed revisions never change, so what was read once stays true. */
const cache = new Map<string, HeadState>();
const CACHED_HEADS = 200;

/**
 * Reads the head of the video's row, so that a transaction that plans from it afterwards waits for no object store: the embedded
 * database has one connection, and a server a few. Throws `not-found`.
 */
export async function preloadHead({ ctx, id }: { ctx: Context; id: VideoId }): Promise<void> {
  await loadHead({ ctx, video: await inTenant(ctx, (repositories) => requireVideo(repositories, id)) });
}

/** The artifacts of a video's head revision; null for a video without one. One GET, none when read before. */
export async function loadHead(options: {
  ctx: Context;
  video: Pick<VideoRow, "id" | "headRevision">;
}): Promise<HeadState | null> {
  const { ctx, video } = options;
  if (video.headRevision === 0) return null;
  const cacheKey = `${video.id}/${video.headRevision}`;
  const cached = cache.get(cacheKey);
  if (cached) return cached;

  const path = revisionDocumentPath(video.headRevision, "tags.jsonl");
  const tags = await readLines({
    ctx,
    videoId: video.id,
    path,
    schema: DOCUMENT_SCHEMAS.tag,
    shape: tagShape,
  });
  if (tags === null) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${path} of video ${video.id} is missing. Run "reelgraph verify ${video.id}" to see what is left.`,
      details: { path },
    });
  }
  const head: HeadState = {
    revision: video.headRevision,
    artifacts: new Map(tags.map((tag: ArtifactRecord) => [tag.id, tag])),
  };
  if (cache.size >= CACHED_HEADS) cache.delete(cache.keys().next().value ?? "");
  cache.set(cacheKey, head);
  return head;
}
