import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import type { VideoId } from "../../../core/ids";
import { PAID_ELSEWHERE_PATH } from "../../../core/naming/document-path";
import type { ObjectStore } from "../../../ports/object-store";
import type { Context } from "../../context";
import { encodeDocument, keyIn, readDocument } from "../../documents/documents";
import { DOCUMENT_SCHEMAS, paidElsewhereShape } from "../../documents/schemas";

const ATTEMPTS = 8;

/**
 * The runs of a video whose cost another installation's ledger has counted (`paid-elsewhere.json`): their cost stays the video's, and is
 * in no month's spending here. Every installation has its own list, and none goes along with a video.
 */
export async function paidElsewhere(ctx: Context, videoId: VideoId): Promise<ReadonlySet<string>> {
  const path = PAID_ELSEWHERE_PATH;
  const schema = DOCUMENT_SCHEMAS.paidElsewhere;
  try {
    const list = await readDocument({ ctx, videoId, path, schema, shape: paidElsewhereShape });
    return new Set(list?.runs);
  } catch (error) {
    if (!isReelgraphError(error) || error.retryable) throw error;
    // A sum too high is put right more easily than a video that nobody can bring back.
    ctx.log.error({ videoId, error: error.message }, "paid-elsewhere-not-readable");
    return new Set();
  }
}

/** Adds runs to the list, before there are rows of them. Repeating it changes nothing. */
export async function addPaidElsewhere(options: {
  ctx: Context;
  objects: ObjectStore;
  videoId: VideoId;
  runs: readonly string[];
}): Promise<void> {
  const { ctx, objects, videoId, runs } = options;
  const key = keyIn(videoId, PAID_ELSEWHERE_PATH);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const head = await objects.head(key);
    const known = await paidElsewhere({ ...ctx, objects }, videoId);
    if (runs.every((run) => known.has(run))) return;
    const all = [...new Set([...known, ...runs])].sort();
    const result = await objects.put({
      key,
      body: encodeDocument(DOCUMENT_SCHEMAS.paidElsewhere, { runs: all }),
      mediaType: "application/json",
      condition: head ? { kind: "replace", ifMatch: head.etag } : { kind: "create" },
    });
    if (result.outcome === "stored") return;
  }
  throw new ReelgraphError({
    code: "conflict",
    message: `${key} is being written by somebody else. Try again.`,
    retryable: true,
  });
}
