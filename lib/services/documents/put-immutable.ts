import { ReelgraphError } from "../../core/errors";
import { checksumOf } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { type ObjectKey, type PutBody, readAll } from "../../ports/object-store";
import type { Context } from "../context";

export const IMMUTABLE = "public, max-age=31536000, immutable";

/**
 * Creates an object that never changes. An own retry is recognised by its checksum and counts as done; other bytes under the same
 * key are a conflict between writers (`integrity`), because nothing immutable is ever written over (storage.md, Commit order).
 */
export async function putImmutable(options: {
  ctx: Context;
  key: ObjectKey;
  bytes: Uint8Array;
  mediaType: string;
}): Promise<{ checksum: Checksum; bytes: number }> {
  const { ctx, key, bytes, mediaType } = options;
  const checksum = checksumOf(bytes, ctx.hash);
  await putChecked({ ctx, key, body: bytes, checksum, mediaType });
  return { checksum, bytes: bytes.length };
}

/** The same of bytes whose checksum is known already; a stream is held against it on its way. */
export async function putChecked(options: {
  ctx: Context;
  key: ObjectKey;
  body: PutBody;
  checksum: Checksum;
  mediaType: string;
}): Promise<void> {
  const { ctx, key, body, checksum, mediaType } = options;
  const result = await ctx.objects.put({
    key,
    body,
    mediaType,
    condition: { kind: "create" },
    checksum,
    cacheControl: IMMUTABLE,
  });
  if (result.outcome === "exists" && (result.head.checksum ?? (await rehash(ctx, key))) !== checksum) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${key} exists with other bytes. Nothing was written over; run "reelgraph verify" to see what is wrong.`,
      details: { key },
    });
  }
}

/** Whoever put it recorded no checksum: its bytes say. */
async function rehash(ctx: Context, key: ObjectKey): Promise<Checksum | null> {
  const body = await ctx.objects.get(key);
  return body === null ? null : checksumOf(await readAll(body), ctx.hash);
}
