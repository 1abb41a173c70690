import type { RunJobView, RunView } from "../../api/contract/runs";
import { overQuote } from "../../core/money/over-quote";
import { publicRunStatus } from "../../core/run/run-state";
import type { JobRow, RunRow } from "../../ports/database";

/** By how much the run has cost more than its quote said it could; 0 = not at all. */
export function overQuoteOf({ costMicros, quote }: Pick<RunRow, "costMicros" | "quote">): number {
  return overQuote({ costMicros, quotedMicros: quote?.costMicros ?? null });
}

/** What `run-finished` says of it. */
export function costData(run: Pick<RunRow, "revision" | "costMicros" | "quote">): Record<string, unknown> {
  const { revision, costMicros } = run;
  const overQuoteMicros = overQuoteOf(run);
  return { revision, costMicros, ...(overQuoteMicros > 0 ? { overQuoteMicros } : {}) };
}

export function toRunView(run: RunRow, jobs: readonly JobRow[], exportRunId: string | null): RunView {
  const result = run.result;
  return {
    id: run.id,
    videoId: run.videoId,
    type: run.type,
    status: publicRunStatus(run.status),
    revision: run.revision,
    costMicros: run.costMicros,
    quote: run.quote,
    overQuoteMicros: overQuoteOf(run),
    workflowRunId: run.workflowRunId,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    failure: run.failure,
    result:
      result && typeof result.mp4 === "string"
        ? {
            mp4: result.mp4,
            bytes: Number(result.bytes),
            durationSeconds: Number(result.durationSeconds),
            sha256: String(result.sha256),
          }
        : null,
    progress: run.type === "export" ? (run.status === "succeeded" ? 1 : Number(result?.progress ?? 0)) : null,
    exportRunId,
    jobs: jobs.map(toJobView),
    links: {
      self: `/api/v1/runs/${run.id}`,
      video: `/api/v1/videos/${run.videoId}`,
      events: `/api/v1/runs/${run.id}/events`,
    },
  };
}

function toJobView(job: JobRow): RunJobView {
  return {
    jobId: job.jobId,
    genId: job.genId,
    provider: job.provider,
    model: job.model,
    layer: job.layer,
    state: job.state,
    ...(job.skipReason ? { skipReason: job.skipReason } : {}),
    reason: job.spec.reason,
    dependencies: job.spec.dependencies,
    produces: job.spec.produces,
    costMicros: job.costMicros,
    attempts: job.attempts,
    ...(job.failure && job.state !== "succeeded" ? { failure: job.failure } : {}),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
