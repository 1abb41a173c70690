import { isReelgraphError } from "../../core/errors";
import type { VideoId } from "../../core/ids";
import { DRAFT_ARTIFACTS_PATH } from "../../core/naming/document-path";
import { type Context, inTenant } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";

const ATTEMPTS = 5;

/** Writes the projection; the store may be what does not work, and the next edit writes it then. */
export async function keepDraftArtifacts(options: { ctx: Context; videoId: VideoId }): Promise<void> {
  const { ctx, videoId } = options;
  try {
    await writeDraftArtifacts(options);
  } catch (error) {
    if (!isReelgraphError(error) || error.code !== "store-unavailable") throw error;
    ctx.log.warn({ videoId, error: String(error) }, "draft-artifacts-not-kept");
  }
}

/**
 * `draft/artifacts.json`: what people brought along and no run has committed yet, for who has no database. Postgres is the authority: its
 * rows are read after the document's version, so that of two who write at once the one who knows less has to look again.
 */
async function writeDraftArtifacts(options: { ctx: Context; videoId: VideoId }): Promise<void> {
  const { ctx, videoId } = options;
  const key = keyIn(videoId, DRAFT_ARTIFACTS_PATH);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await ctx.objects.head(key);
    const chosen = await inTenant(ctx, ({ choices }) => choices.chosen(videoId));
    const artifacts = Object.values(chosen).filter(({ brought }) => brought !== undefined);
    if (current === null && artifacts.length === 0) return;
    const result = await ctx.objects.put({
      key,
      body: encodeDocument(DOCUMENT_SCHEMAS.draftArtifacts, { videoId, artifacts }),
      mediaType: "application/json",
      condition: current ? { kind: "replace", ifMatch: current.etag } : { kind: "create" },
    });
    if (result.outcome === "stored") return;
  }
  ctx.log.warn({ videoId }, "draft-artifacts-contended");
}
