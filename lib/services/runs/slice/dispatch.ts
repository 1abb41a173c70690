import { jobFingerprint } from "../../../core/fingerprint/job-fingerprint";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { dispatchDecision } from "../../../core/plan/dispatch";
import { fingerprintFieldsOf } from "../../../core/plan/fingerprint-fields";
import { plannedModels } from "../../../core/plan/planned-models";
import type { ArtifactRecord } from "../../../core/plan/types";
import { claimKey } from "../../../core/run/claim-key";
import type { JobRow } from "../../../ports/database";
import type { Generator } from "../../../ports/generator";
import type { Context } from "../../context";
import { areStored, type CallState, callStates, earlierResult } from "./provider-calls";
import type { SliceState } from "./slice-state";

/** What to do with a job whose turn has come. */
export type Dispatch = { fingerprint: Fingerprint; fields: FingerprintFields; claimKey: string } & (
  | { action: "skip"; outputs: ArtifactRecord[] }
  | { action: "adopt"; outputs: ArtifactRecord[] }
  | { action: "buy"; calls: CallState[] }
);

/** Phase 2 of graph.md's dirtiness: from actual upstream checksums, just before anything is bought. */
export async function dispatchJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  generator: Generator;
}): Promise<Dispatch> {
  const { ctx, state, job, generator } = options;
  const { fields, fingerprint, key } = claimOf({ ctx, state, job });
  const { calls, discarded } = await callStates({ ctx, state, job, generator, claimKey: key });
  const common = { fingerprint, fields, claimKey: key };
  // Some of its calls are made already: the decision to buy it fell then.
  if (job.state !== "ready") return { ...common, action: "buy", calls };
  const recorded = job.spec.produces.flatMap((name) => {
    const record = state.head?.artifacts.get(name);
    return record ? [record] : [];
  });
  const decision = dispatchDecision({
    job: job.spec,
    fields,
    recorded,
    earlier: () => earlierResult(calls, discarded),
    hash: ctx.hash,
  });
  if (decision.action === "skip-unchanged") return { ...common, action: "skip", outputs: recorded };
  if (decision.action === "adopt" && (await areStored(ctx, state, decision.from))) {
    const outputs = decision.from.map((output) => ({
      ...output,
      revision: state.run.revision,
      lastJobId: job.jobId,
    }));
    return { ...common, action: "adopt", outputs };
  }
  return { ...common, action: "buy", calls };
}

/** The job's fingerprint and claim, from what its upstream actually is. */
export function claimOf(options: { ctx: Context; state: SliceState; job: JobRow }): {
  fields: FingerprintFields;
  fingerprint: Fingerprint;
  key: string;
} {
  const { ctx, state, job } = options;
  const { seed, take } = job.spec.metadata;
  const upstreamChecksums = new Map(
    state.upstreamOf(job).flatMap((name) => {
      const checksum = state.artifact(name)?.checksum;
      return checksum ? [[name, checksum] as const] : [];
    }),
  );
  const fields = fingerprintFieldsOf({
    job: job.spec,
    inputs: state.run.inputs,
    seed,
    models: plannedModels({ models: ctx.models, others: ctx.otherModels, planned: [job] }),
    upstreamChecksums,
    take,
  });
  const fingerprint = jobFingerprint({ fields, hash: ctx.hash });
  const { workspaceId, videoId, jobId } = job;
  return {
    fields,
    fingerprint,
    key: claimKey({ workspaceId, videoId, jobId, fingerprint, take, hash: ctx.hash }),
  };
}
