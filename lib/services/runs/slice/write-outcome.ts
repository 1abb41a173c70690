import { jobOutcomePath } from "../../../core/naming/document-path";
import type { JobRow } from "../../../ports/database";
import type { Context } from "../../context";
import { putDocument } from "../../documents/documents";
import { DOCUMENT_SCHEMAS } from "../../documents/schemas";

/**
 * `jobs/{jobId}.json`, rendered from the ledger row alone, so that two executors write the same bytes (runner.md, Job ledger).
 * Only for jobs that have ended.
 */
export async function writeOutcome(options: { ctx: Context; revision: number; job: JobRow }): Promise<void> {
  const { ctx, revision, job } = options;
  await putDocument({
    ctx,
    videoId: job.videoId,
    path: jobOutcomePath(revision, job.jobId),
    schema: DOCUMENT_SCHEMAS.outcome,
    value: outcomeOf(job),
  });
}

/** What the ledger says of a job that has ended, as its document does. */
export function outcomeOf(job: JobRow): Record<string, unknown> {
  return {
    jobId: job.jobId,
    genId: job.genId,
    runId: job.runId,
    status: job.state,
    ...(job.skipReason ? { skipReason: job.skipReason } : {}),
    provider: job.provider,
    model: job.model,
    fingerprint: job.fingerprint,
    /** What was asked, as it hashes to the fingerprint (inventory C20). */
    specUsed: job.madeFrom,
    outputs: (job.outputs ?? []).map((output) => ({
      artifact: output.id,
      key: output.key,
      checksum: output.checksum,
      bytes: output.bytes,
      mediaType: output.mediaType,
    })),
    costMicros: job.costMicros,
    attempts: job.attempts,
    providerRequestId: job.providerRequestId,
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    ...(job.failure ? { failure: job.failure } : {}),
  };
}
