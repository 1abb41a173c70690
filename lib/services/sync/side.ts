import { ReelgraphError } from "../../core/errors";
import { checksumOf } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import type { VideoId } from "../../core/ids";
import {
  DRAFT_INPUTS_PATH,
  METADATA_PATH,
  revisionDocumentPath,
  videoPrefix,
} from "../../core/naming/document-path";
import { type ObjectHead, type ObjectStore, readAll } from "../../ports/object-store";
import type { Context } from "../context";
import { keyIn, parseDocument, readDocument } from "../documents/documents";
import { listAll } from "../documents/list-all";
import { DOCUMENT_SCHEMAS, draftInputsShape, metadataShape } from "../documents/schemas";
import type { Metadata } from "../videos/read-metadata";

/** Where a copy of a video lies: in this installation, or in a bucket. */
export interface Place {
  /** For messages: `this installation`, `s3://films/tides`. */
  name: string;
  objects: ObjectStore;
}

/** A copy of a video as it stood when it was read. */
export interface Side extends Place {
  videoId: VideoId;
  /** By path below the video's prefix. */
  heads: ReadonlyMap<string, ObjectHead>;
  /** The committed revision; 0 for none. */
  head: number;
  /** Whether rows said so, which also say whether a run is at work. */
  hasRows: boolean;
  /** `metadata.json` as it was read, and the etag a pointer is moved from. */
  metadata: { document: Metadata; etag: string } | null;
  draft: { inputRevision: number; inputs: Record<string, unknown>; bytes: Uint8Array } | null;
}

/** `head`: what the rows say, where there are rows; else `metadata.json` says it. */
export async function readSide(options: {
  ctx: Context;
  place: Place;
  videoId: VideoId;
  head?: number;
}): Promise<Side> {
  const { ctx, place, videoId } = options;
  const prefix = `${videoPrefix(videoId)}/`;
  const listed = await listAll(place.objects, prefix);
  const heads = new Map(listed.map((head) => [head.key.slice(prefix.length), head]));
  const metadata = await metadataOf({ place, videoId });
  return {
    ...place,
    ...{ videoId, heads, metadata },
    hasRows: options.head !== undefined,
    head: options.head ?? metadata?.document.headRevision ?? 0,
    draft: await draftOf({ ctx, place, videoId }),
  };
}

async function metadataOf(options: { place: Place; videoId: VideoId }): Promise<Side["metadata"]> {
  const { place, videoId } = options;
  const body = await place.objects.get(keyIn(videoId, METADATA_PATH));
  if (body === null) return null;
  const document = parseDocument({
    text: new TextDecoder().decode(await readAll(body)),
    path: `${METADATA_PATH} of ${place.name}`,
    schema: DOCUMENT_SCHEMAS.metadata,
    shape: metadataShape,
  });
  if (document.videoId === videoId) return { document, etag: body.head.etag };
  throw new ReelgraphError({
    code: "integrity",
    message: `${METADATA_PATH} of ${place.name} is of ${document.videoId}, not of ${videoId}.`,
  });
}

async function draftOf(options: { ctx: Context; place: Place; videoId: VideoId }): Promise<Side["draft"]> {
  const { place, videoId } = options;
  const body = await place.objects.get(keyIn(videoId, DRAFT_INPUTS_PATH));
  if (body === null) return null;
  const bytes = await readAll(body);
  const { inputRevision, inputs } = parseDocument({
    text: new TextDecoder().decode(bytes),
    path: `${DRAFT_INPUTS_PATH} of ${place.name}`,
    schema: DOCUMENT_SCHEMAS.draftInputs,
    shape: draftInputsShape,
  });
  return { inputRevision, inputs, bytes };
}

/** What tells one committed revision from another: the checksum of its manifest; null when the side has none of that number. */
export async function manifestChecksum(options: {
  ctx: Context;
  side: Side;
  revision: number;
}): Promise<Checksum | null> {
  const { ctx, side, revision } = options;
  if (revision > side.head) return null;
  return await checksumAt({ ctx, side, path: revisionDocumentPath(revision, "manifest.json") });
}

/** As recorded, or from the bytes where nobody recorded one; null when there is no such object. */
export async function checksumAt(options: {
  ctx: Context;
  side: Side;
  path: string;
}): Promise<Checksum | null> {
  const { ctx, side, path } = options;
  const listed = side.heads.get(path);
  if (!listed) return null;
  const { checksum, key } = listed;
  if (checksum !== null) return checksum;
  const recorded = (await side.objects.head(key))?.checksum ?? null;
  if (recorded !== null) return recorded;
  const body = await side.objects.get(key);
  return body === null ? null : checksumOf(await readAll(body), ctx.hash);
}

/** The inputs a committed revision was made with: later edits have a higher number. */
export async function inputRevisionOf(ctx: Context, side: Side): Promise<number> {
  if (side.head === 0) return 0;
  const inputs = await readDocument({
    ctx: { ...ctx, objects: side.objects },
    videoId: side.videoId,
    path: revisionDocumentPath(side.head, "inputs.json"),
    schema: DOCUMENT_SCHEMAS.inputs,
    shape: draftInputsShape,
  });
  return inputs?.inputRevision ?? 0;
}
