import type { JobFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { AttemptSpan } from "../../../ports/tracer";
import type { Context } from "../../context";

/** Tells the trace of a purchase that has ended, once the ledger says so. */
export function traceAttempt(options: {
  ctx: Context;
  job: JobRow;
  purchase: PurchaseRow;
  endedAt: Date;
  outcome: AttemptSpan["outcome"];
  costMicros: number;
  failure?: JobFailure;
}): void {
  const { ctx, job, purchase, endedAt, outcome, costMicros, failure } = options;
  const { runId, videoId, jobId, genId, provider, model } = job;
  const { id: purchaseId, call, purchaseNumber, createdAt: startedAt } = purchase;
  const { attempts: attempt } = job;
  ctx.log.info(
    { runId, videoId, jobId, attempt, purchase: purchaseId, call, outcome, costMicros },
    "attempt-ended",
  );
  ctx.tracer.attempt({
    ...{ runId, videoId, jobId, genId, purchaseId, call, purchaseNumber, provider, model },
    ...{ startedAt, endedAt, outcome, costMicros },
    ...(failure ? { failure: { code: failure.code, message: failure.message } } : {}),
  });
}
