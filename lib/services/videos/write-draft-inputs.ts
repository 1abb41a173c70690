import { z } from "zod";
import type { VideoId } from "../../core/ids";
import { DRAFT_INPUTS_PATH } from "../../core/naming/document-path";
import { type ObjectBody, readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { encodeDocument, keyIn } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";

const ATTEMPTS = 5;
const draftShape = z.object({ inputRevision: z.number().int() });

/**
 * `draft/inputs.json`: the projection of edits, for people and tools that have no database. Postgres is the authority; the document
 * carries the input revision and never goes back.
 */
export async function writeDraftInputs(options: {
  ctx: Context;
  videoId: VideoId;
  inputRevision: number;
  inputs: Readonly<Record<string, unknown>>;
  at: Date;
}): Promise<void> {
  const { ctx, videoId, inputRevision, inputs, at } = options;
  const key = keyIn(videoId, DRAFT_INPUTS_PATH);
  const body = encodeDraftInputs({ id: videoId, inputRevision, inputs, updatedAt: at });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await ctx.objects.get(key);
    if (current && (await revisionOf(current)) >= inputRevision) return;
    const result = await ctx.objects.put({
      key,
      body,
      mediaType: "application/json",
      condition: current ? { kind: "replace", ifMatch: current.head.etag } : { kind: "create" },
    });
    if (result.outcome === "stored") return;
  }
  ctx.log.warn({ videoId }, "draft-inputs-contended");
}

/** The document's bytes. */
export function encodeDraftInputs(video: {
  id: VideoId;
  inputRevision: number;
  inputs: Readonly<Record<string, unknown>>;
  updatedAt: Date;
}): Uint8Array {
  const { id: videoId, inputRevision, inputs, updatedAt } = video;
  return encodeDocument(DOCUMENT_SCHEMAS.draftInputs, {
    videoId,
    inputRevision,
    inputs,
    updatedAt: updatedAt.toISOString(),
  });
}

/** 0 for a projection that cannot be read: it is written again. */
async function revisionOf(body: ObjectBody): Promise<number> {
  try {
    return draftShape.parse(JSON.parse(new TextDecoder().decode(await readAll(body)))).inputRevision;
  } catch {
    return 0;
  }
}
