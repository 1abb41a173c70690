import pLimit from "p-limit";
import { ReelgraphError } from "../../core/errors";
import { DRAFT_INPUTS_PATH } from "../../core/naming/document-path";
import { type ObjectBody, readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { keyIn } from "../documents/documents";
import { IMMUTABLE } from "../documents/put-immutable";
import { type Move, rankOf } from "./plan-move";
import { checksumAt, type Side } from "./side";

const AT_ONCE = 8;
/** Up to here an object is read whole: one request to store it, and no stream that somebody holds open. */
const WHOLE_BYTES = 8 * 1024 * 1024;

/**
 * Stores in the target what it has not of the source, each object once and with the checksum that is promised of it; what names others
 * comes behind them. Throws `integrity` when the source has rotted, `conflict` when somebody else has stored other bytes meanwhile.
 */
export async function storeObjects(options: {
  ctx: Context;
  source: Side;
  target: Side;
  objects: Move["objects"];
}): Promise<void> {
  const { objects } = options;
  for (const rank of [0, 1, 2, 3] as const) {
    // Plans one after the other: whoever is refused has claimed no later revision.
    const limit = pLimit(rank === 1 ? 1 : AT_ONCE);
    const batch = objects.filter(({ path }) => rankOf(path) === rank);
    let isRefused = false;
    const stores = batch.map((object) =>
      limit(async () => {
        if (isRefused) return;
        await storeObject({ ...options, object }).catch((error: unknown) => {
          isRefused = true;
          throw error;
        });
      }),
    );
    // All of them have ended when this one has: nothing is written behind the caller's back.
    const ends = await Promise.allSettled(stores);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}

async function storeObject(options: {
  ctx: Context;
  source: Side;
  target: Side;
  object: Move["objects"][number];
}): Promise<void> {
  const { ctx, source, target, object } = options;
  const key = keyIn(source.videoId, object.path);
  const body = await source.objects.get(key);
  if (body === null) {
    throw new ReelgraphError({
      code: "conflict",
      message: `${key} has gone from ${source.name} meanwhile. Nothing points to what was moved; try again.`,
    });
  }
  const checksum =
    object.checksum ?? body.head.checksum ?? (await checksumAt({ ctx, side: source, path: object.path }));
  const result = await target.objects.put({
    ...{ key, body: await bodyOf(body), mediaType: body.head.mediaType },
    condition: { kind: "create" },
    checksum: checksum ?? undefined,
    cacheControl: IMMUTABLE,
  });
  if (result.outcome !== "exists" || result.head.checksum === checksum) return;
  throw new ReelgraphError({
    code: "conflict",
    message: `Somebody has just stored other bytes as ${key} in ${target.name}. Nothing was written over.`,
  });
}

async function bodyOf(body: ObjectBody): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  return body.head.bytes <= WHOLE_BYTES ? await readAll(body) : body.stream;
}

/** Edits that no run has taken up, over those of the target: it was asked whether that may be. */
export async function storeDraft(options: { source: Side; target: Side }): Promise<void> {
  const { source, target } = options;
  if (source.draft === null) return;
  await target.objects.put({
    key: keyIn(source.videoId, DRAFT_INPUTS_PATH),
    body: source.draft.bytes,
    mediaType: "application/json",
    condition: { kind: "any" },
  });
}
