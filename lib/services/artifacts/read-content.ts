import { ReelgraphError } from "../../core/errors";
import type { VideoId } from "../../core/ids";
import type { ArtifactRecord } from "../../core/plan/types";
import { type ObjectBody, readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { keyIn } from "../documents/documents";

/** Texts and word timings are read again for every look at a running timeline, and never change under their key. */
const cache = new Map<string, string>();
const CACHED_TEXTS = 2_000;
const CACHED_BYTES = 64 * 1024;

async function readArtifactBytes(options: {
  ctx: Context;
  videoId: VideoId;
  record: ArtifactRecord;
}): Promise<Uint8Array> {
  return await readAll(await openBody(options));
}

async function openBody(options: {
  ctx: Context;
  videoId: VideoId;
  record: ArtifactRecord;
}): Promise<ObjectBody> {
  const { ctx, videoId, record } = options;
  const body = record.key ? await ctx.objects.get(keyIn(videoId, record.key)) : null;
  if (body) return body;
  throw new ReelgraphError({
    code: "integrity",
    message: `The bytes of ${record.id} are missing from the object store. Run "reelgraph verify ${videoId}".`,
    details: { artifact: record.id },
  });
}

/** The bytes of an artifact that is there, as a stream: clips are large. Throws `integrity` when the store has lost them. */
export async function streamArtifact(options: {
  ctx: Context;
  videoId: VideoId;
  record: ArtifactRecord;
}): Promise<AsyncIterable<Uint8Array>> {
  return (await openBody(options)).stream;
}

/** A text or JSON artifact as a string. */
export async function readArtifactText(options: {
  ctx: Context;
  videoId: VideoId;
  record: ArtifactRecord;
}): Promise<string> {
  const { videoId, record } = options;
  const cacheKey = `${videoId}/${record.key}`;
  const cached = cache.get(cacheKey);
  if (cached !== undefined) return cached;
  const text = new TextDecoder().decode(await readArtifactBytes(options));
  if (text.length <= CACHED_BYTES) {
    if (cache.size >= CACHED_TEXTS) cache.delete(cache.keys().next().value ?? "");
    cache.set(cacheKey, text);
  }
  return text;
}
