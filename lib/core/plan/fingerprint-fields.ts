import { ReelgraphError } from "../errors";
import type { FingerprintFields } from "../fingerprint/types";
import type { InputValues } from "../graph/blueprint-types";
import type { JobSpec, ModelChoice } from "./types";

/** Model choices by generator id. */
export type ModelChoices = Readonly<Record<string, ModelChoice>>;

/**
 * Everything that determines a job's result, for `jobFingerprint`. The plan (from recorded checksums) and the dispatch
 * (from actual ones) both come here, so that they cannot disagree.
 *
 * - `job.dependencies`: a name that `inputs` has is an input and enters with its value, any other is an artifact and
 *   enters with its checksum. Inputs the job doesn't declare stay out, or an edit would dirty everything.
 * - `seed` and `take` are the job's own: `metadata.seed` and `metadata.take` of its spec.
 *
 * Throws `configuration` when the generator has no model choice, `internal` when an upstream checksum is not there.
 */
export function fingerprintFieldsOf({
  job,
  inputs,
  seed,
  models,
  upstreamChecksums,
  take,
}: {
  job: Pick<JobSpec, "jobId" | "genId"> & { dependencies: readonly string[] };
  inputs: InputValues;
  seed: number;
  models: ModelChoices;
  upstreamChecksums: ReadonlyMap<string, string>;
  take: number;
}): FingerprintFields {
  const model = modelOf(models, job.genId);
  const used: Record<string, unknown> = {};
  const upstream: Record<string, string> = {};
  for (const name of job.dependencies) {
    if (Object.hasOwn(inputs, name)) {
      used[name] = inputs[name];
      continue;
    }
    const checksum = upstreamChecksums.get(name);
    if (checksum === undefined) {
      throw new ReelgraphError({
        code: "internal",
        message: `${job.jobId} reads ${name}, which has no checksum yet, so it has no fingerprint.`,
      });
    }
    upstream[name] = checksum;
  }
  return {
    generator: job.genId,
    generatorVersion: model.generatorVersion,
    provider: model.provider,
    model: model.model,
    modelConfig: model.modelConfig,
    promptTemplateVersion: model.promptTemplateVersion,
    seed,
    take,
    inputs: used,
    upstream,
  };
}

/** The model choice of a generator; throws `configuration` naming the generator when there is none. */
export function modelOf(models: ModelChoices, genId: string): ModelChoice {
  const model = Object.hasOwn(models, genId) ? models[genId] : undefined;
  if (model === undefined) {
    throw new ReelgraphError({
      code: "configuration",
      message: `No provider is configured for ${genId}: every generator needs a model choice.`,
    });
  }
  return model;
}
