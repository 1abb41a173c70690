import type { z } from "zod";
import { isReelgraphError } from "../../core/errors";
import type { VideoId } from "../../core/ids";
import { METADATA_PATH } from "../../core/naming/document-path";
import type { Context } from "../context";
import { keyIn, parseDocument, readDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS, metadataShape } from "../documents/schemas";

export type Metadata = z.output<typeof metadataShape>;

/**
 * `metadata.json`, for whoever has no row to ask; where it cannot be read, the newest of its earlier versions that can, if the store
 * keeps some. Null when there is none. What a newer Reelgraph wrote is not gone behind: null, too.
 */
export async function readMetadata(options: { ctx: Context; videoId: VideoId }): Promise<Metadata | null> {
  const { ctx, videoId } = options;
  const path = METADATA_PATH;
  const common = { path, schema: DOCUMENT_SCHEMAS.metadata, shape: metadataShape };
  try {
    return await readDocument({ ctx, videoId, ...common });
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    if (error.code === "unknown-schema") return null;
    const earlier = (await ctx.objects.earlier?.(keyIn(videoId, path))) ?? [];
    for (const [at, bytes] of earlier.entries()) {
      const found = readable(() => parseDocument({ text: new TextDecoder().decode(bytes), ...common }));
      if (found === null) continue;
      ctx.log.warn({ videoId, backup: at + 1, error: error.message }, "metadata-from-backup");
      return found;
    }
    return null;
  }
}

function readable(parse: () => Metadata): Metadata | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
