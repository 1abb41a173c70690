import { jobFingerprint } from "../../../core/fingerprint/job-fingerprint";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { dispatchDecision } from "../../../core/plan/dispatch";
import { fingerprintFieldsOf } from "../../../core/plan/fingerprint-fields";
import type { ArtifactRecord } from "../../../core/plan/types";
import { claimKey } from "../../../core/run/claim-key";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import { keyIn } from "../../documents/documents";
import type { SliceState } from "./slice-state";

/** What to do with a job whose turn has come; `claims` are the purchases made under its claim so far. */
export type Dispatch = { fingerprint: Fingerprint; fields: FingerprintFields; claimKey: string } & (
  | { action: "skip"; outputs: ArtifactRecord[] }
  | { action: "adopt"; outputs: ArtifactRecord[] }
  | { action: "buy"; claims: PurchaseRow[] }
);

/** Phase 2 of graph.md's dirtiness: from actual upstream checksums, just before anything is bought. */
export async function dispatchJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
}): Promise<Dispatch> {
  const { ctx, state, job } = options;
  const { fields, fingerprint, key } = claimOf({ ctx, state, job });
  const { claims, discarded } = await inTenant(ctx, async ({ purchases, choices }) => ({
    claims: await purchases.ofClaim({ claimKey: key, call: "main" }),
    discarded: await choices.discarded(job.videoId),
  }));
  const recorded = job.spec.produces.flatMap((name) => {
    const record = state.head?.artifacts.get(name);
    return record ? [record] : [];
  });
  const decision = dispatchDecision({
    job: job.spec,
    fields,
    recorded,
    earlier: (_fingerprint, produces) =>
      earlierOutputs(
        claims.filter(({ id }) => !discarded.has(id)),
        produces,
      ),
    hash: ctx.hash,
  });
  const common = { fingerprint, fields, claimKey: key };
  if (decision.action === "skip-unchanged") return { ...common, action: "skip", outputs: recorded };
  if (decision.action === "adopt" && (await areStored(ctx, job, decision.from))) {
    const outputs = decision.from.map((output) => ({
      ...output,
      revision: state.run.revision,
      lastJobId: job.jobId,
    }));
    return { ...common, action: "adopt", outputs };
  }
  return { ...common, action: "buy", claims };
}

/**
 * The newest result under the claim that has all the job is to make. An older one may lack an artifact: a person's input stood in its
 * place when it was bought.
 */
function earlierOutputs(
  claims: readonly PurchaseRow[],
  produces: readonly string[],
): ArtifactRecord[] | null {
  for (const { state, outcome } of claims.toReversed()) {
    if (state !== "succeeded" || outcome === null) continue;
    const outputs = outcome.outputs.filter(({ id }) => produces.includes(id));
    if (outputs.length === produces.length) return outputs;
  }
  return null;
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
    models: ctx.models,
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

/** An earlier result counts only while its bytes are there: what the cleaner took has to be bought again. */
async function areStored(ctx: Context, job: JobRow, outputs: readonly ArtifactRecord[]): Promise<boolean> {
  const heads = await Promise.all(
    outputs.map((output) => (output.key ? ctx.objects.head(keyIn(job.videoId, output.key)) : null)),
  );
  return heads.every((head) => head !== null);
}
