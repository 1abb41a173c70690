import { canonicalJson } from "../../../core/fingerprint/canonical-json";
import { checksumOf } from "../../../core/fingerprint/checksum";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { closedWav } from "../../../core/media/closed-wav";
import { mediaTypeOfName } from "../../../core/media-type";
import { assetPath } from "../../../core/naming/asset-path";
import { freePath } from "../../../core/naming/free-path";
import type { ArtifactRecord } from "../../../core/plan/types";
import { GeneratorFailure } from "../../../core/run/failure";
import type { JobRow } from "../../../ports/database";
import type { GeneratedOutput } from "../../../ports/generator";
import type { Context } from "../../context";
import { keyIn } from "../../documents/documents";
import { putImmutable } from "../../documents/put-immutable";
import type { SliceState } from "./slice-state";

/** What has to be opened before it is stored. */
export function isMedia(mediaType: string): boolean {
  return /^(image|audio|video)\//.test(mediaType);
}

/**
 * Checks what a call delivered and puts it below the video's prefix: all of a bundle, or a `validation` failure and nothing that
 * anything names. Media is opened first; text must say something.
 */
export async function storeOutputs(options: {
  ctx: Context;
  state: Pick<SliceState, "run" | "buried">;
  job: JobRow;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
  /** What the call owes. */
  produces: readonly string[];
  outputs: readonly GeneratedOutput[];
}): Promise<ArtifactRecord[]> {
  const { ctx, state, job, fingerprint, fields, produces, outputs } = options;
  const { run, buried } = state;
  const byName = new Map(outputs.map((output) => [output.artifact, output]));
  const missing = produces.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    throw new GeneratorFailure({
      failureClass: "validation",
      message: `${job.jobId} delivered no ${missing.join(", ")}.`,
    });
  }
  const checked = await Promise.all(
    produces.map(async (name) => {
      const output = byName.get(name) as GeneratedOutput;
      const bytes = canonicalBytes(output);
      return { output, facts: await factsOf(ctx, { ...output, bytes }), bytes };
    }),
  );
  return await Promise.all(
    checked.map(async ({ output, facts, bytes }) => {
      const checksum = checksumOf(bytes, ctx.hash);
      const { mediaType } = output;
      const path = freePath(assetPath({ artifact: output.artifact, checksum, mediaType }).path, buried);
      await putImmutable({
        ctx,
        key: keyIn(run.videoId, path),
        bytes,
        mediaType: storedTypeOf(path, mediaType),
      });
      const record: ArtifactRecord = {
        id: output.artifact,
        revision: run.revision,
        status: "ready",
        checksum,
        fingerprint,
        key: path,
        mediaType,
        bytes: bytes.length,
        producedBy: job.jobId,
        madeFrom: fields,
        lastJobId: job.jobId,
        ...(Object.keys(facts).length > 0 ? { facts } : {}),
      };
      return record;
    }),
  );
}

/** What the file's name says where it says more: in which characters a text is. Then a store has nothing to remember of it. */
function storedTypeOf(path: string, mediaType: string): string {
  const named = mediaTypeOfName(path);
  return named.startsWith(`${mediaType};`) ? named : mediaType;
}

/**
 * JSON artifacts are kept in canonical form, so that the hash of their bytes is the hash of their content (graph.md); sound that was
 * streamed, with its true length.
 */
function canonicalBytes(output: GeneratedOutput): Uint8Array {
  if (output.mediaType === "audio/wav") return closedWav(output.bytes);
  if (output.mediaType !== "application/json") return output.bytes;
  try {
    return new TextEncoder().encode(canonicalJson(JSON.parse(new TextDecoder().decode(output.bytes))));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `${output.artifact} came back as JSON that cannot be read: ${why}`;
    throw new GeneratorFailure({ failureClass: "validation", message, cause });
  }
}

async function factsOf(ctx: Context, output: GeneratedOutput): Promise<Record<string, number>> {
  if (isMedia(output.mediaType)) {
    const facts = await ctx.mediaProbe.probe({ bytes: output.bytes, mediaType: output.mediaType });
    return { ...output.facts, ...facts };
  }
  if (new TextDecoder().decode(output.bytes).trim() === "") {
    throw new GeneratorFailure({ failureClass: "validation", message: `${output.artifact} came out empty.` });
  }
  return output.facts ?? {};
}
