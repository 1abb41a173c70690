import { ReelgraphError } from "../../../core/errors";
import type { FingerprintFields } from "../../../core/fingerprint/types";
import { videoPrefix } from "../../../core/naming/document-path";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { JobRow } from "../../../ports/database";
import type { GenerationRequest, ProviderCall, UpstreamArtifact } from "../../../ports/generator";
import { objectKey, readAll } from "../../../ports/object-store";
import type { Context } from "../../context";
import type { SliceState } from "./slice-state";

/**
 * The call a generator gets: values of the inputs its fingerprint holds, and readers for its upstream artifacts and for what earlier
 * calls of the same job made.
 */
export function buildRequest(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  fields: FingerprintFields;
  call: Pick<ProviderCall, "call" | "produces">;
  made: readonly ArtifactRecord[];
  nonce: string;
}): GenerationRequest {
  const { ctx, state, job, fields, call, made, nonce } = options;
  const artifacts = new Map<string, UpstreamArtifact>();
  const upstream = Object.keys(fields.upstream).map((name) => ({ name, record: state.artifact(name) }));
  for (const { name, record } of [...upstream, ...made.map((record) => ({ name: record.id, record }))]) {
    if (!record?.key || !record.checksum) continue;
    const key = objectKey(videoPrefix(job.videoId), record.key);
    artifacts.set(name, {
      mediaType: record.mediaType,
      checksum: record.checksum,
      facts: record.facts ?? {},
      ...(record.brought ? { isOwn: true } : {}),
      async read() {
        const body = await ctx.objects.get(key);
        if (body) return await readAll(body);
        throw new ReelgraphError({ code: "integrity", message: `${key} is gone from the object store.` });
      },
    });
  }
  return {
    jobId: job.jobId,
    genId: job.genId,
    call: call.call,
    model: fields.model,
    modelConfig: fields.modelConfig,
    seed: fields.seed,
    inputs: fields.inputs,
    frozen: state.run.inputs,
    artifacts,
    produces: call.produces,
    nonce,
  };
}
