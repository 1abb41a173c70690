import { METADATA_PATH } from "../../core/naming/document-path";
import type { VideoRow } from "../../ports/database";
import { readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS, metadataShape } from "../documents/schemas";

const ATTEMPTS = 5;

/**
 * `metadata.json`: the projection of the pointer that people and tools read without a database. It carries revision and epoch and
 * never goes back; whoever finds a newer one leaves it (storage.md, Commit order).
 */
export async function writeMetadata(options: { ctx: Context; video: VideoRow }): Promise<void> {
  const { ctx, video } = options;
  const key = keyIn(video.id, METADATA_PATH);
  const body = encodeMetadata(video);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await ctx.objects.get(key);
    if (current && isNewer(await readAll(current), video)) return;
    const result = await ctx.objects.put({
      key,
      body,
      mediaType: "application/json",
      condition: current ? { kind: "replace", ifMatch: current.head.etag } : { kind: "create" },
    });
    if (result.outcome === "stored") return;
  }
  ctx.log.warn({ videoId: video.id }, "metadata-contended");
}

/** The document's bytes, from the row alone. */
export function encodeMetadata(
  video: Pick<
    VideoRow,
    "id" | "headRevision" | "epoch" | "status" | "dagPrefix" | "totalCostMicros" | "createdAt" | "updatedAt"
  >,
): Uint8Array {
  return encodeDocument(DOCUMENT_SCHEMAS.metadata, {
    videoId: video.id,
    headRevision: video.headRevision,
    epoch: video.epoch,
    status: video.status,
    dagPrefix: video.dagPrefix,
    totalCostMicros: video.totalCostMicros,
    createdAt: video.createdAt.toISOString(),
    updatedAt: video.updatedAt.toISOString(),
  });
}

function isNewer(bytes: Uint8Array, video: VideoRow): boolean {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // A projection that cannot be read is written again: Postgres is the authority.
    return false;
  }
  const parsed = metadataShape.safeParse(value);
  if (!parsed.success) return false;
  const { epoch, headRevision, updatedAt } = parsed.data;
  if (epoch !== video.epoch) return epoch > video.epoch;
  if (headRevision !== video.headRevision) return headRevision > video.headRevision;
  return new Date(updatedAt).getTime() >= video.updatedAt.getTime();
}
