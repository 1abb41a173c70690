import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { ZERO_MICROS } from "../../../core/money/micro-usd";
import { isGeneratorFailure, toJobFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { GenerationResult, Generator } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { buildRequest } from "./build-request";
import { claimOf, dispatchJob } from "./dispatch";
import { claimJob, recordAccepted, recordFailure, recordSkip, recordSuccess } from "./ledger-moves";
import { playableSegments } from "./playable-segments";
import type { SliceState } from "./slice-state";
import { storeOutputs } from "./store-outputs";
import { writeOutcome } from "./write-outcome";

/** Purchases a job may open in one run: the first and two more after retryable failures. */
const MAX_PURCHASES = 3;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/** How a slice steers the jobs in its hands. */
export interface SliceControl {
  /** Aborts when the slice has to return: waits end at once, requests under way are cut at the hard stop. */
  readonly stopWaiting: AbortSignal;
  readonly hardStop: AbortSignal;
  /** Job id → when it next has something to do; jobs in here occupy a slot but need no process. */
  readonly waiting: Map<string, Date>;
}

interface Running {
  ctx: Context;
  state: SliceState;
  control: SliceControl;
  generator: Generator;
}

/**
 * Takes one job as far as it goes: skipped, adopted, bought and stored, failed, or left `submitted` when the slice ends before the
 * provider does. Everything that matters is in the ledger before the next thing happens.
 */
export async function runJob(options: {
  ctx: Context;
  state: SliceState;
  control: SliceControl;
  jobId: string;
  live: PurchaseRow | null;
}): Promise<void> {
  const { ctx, state, control, jobId, live } = options;
  const job = state.job(jobId);
  const generator = ctx.generators.get(job.provider);
  if (!generator) {
    throw new ReelgraphError({
      code: "configuration",
      message: `${jobId} needs the provider "${job.provider}", which is not configured here.`,
    });
  }
  const running = { ctx, state, control, generator };
  if (job.state === "ready") await startJob(running, job);
  else if (live) await resumeJob(running, job, live);
  const ended = state.job(jobId);
  if (ended.finishedAt !== null) await writeOutcome({ ctx, revision: state.run.revision, job: ended });
}

async function startJob(running: Running, job: JobRow): Promise<void> {
  const { ctx, state } = running;
  const dispatch = await dispatchJob({ ctx, state, job });
  const { fingerprint, fields } = dispatch;
  if (dispatch.action !== "buy") {
    const skipReason = dispatch.action === "skip" ? "unchanged" : "cached";
    const playable = playableSegments({ state, job, outputs: dispatch.outputs });
    await recordSkip({
      ctx,
      state,
      job,
      skipReason,
      fingerprint,
      fields,
      outputs: dispatch.outputs,
      playable,
    });
    return;
  }
  // A video has one active run, so a live purchase of another run belongs to a dead one.
  const stranded = dispatch.claims.find(({ state: at }) => at === "claimed" || at === "submitted");
  if (stranded) {
    await adoptStranded(running, job, stranded, fingerprint, fields);
    return;
  }
  const purchase = newPurchase({ running, job, claimKey: dispatch.claimKey, claims: dispatch.claims });
  const claimed = await claimJob({ ctx, state, job, purchase, fingerprint, fields });
  if (claimed) await submit(running, state.job(job.jobId), purchase, fingerprint, fields);
}

/** A run that died left this purchase alive: it is carried on, not bought again. */
async function adoptStranded(
  running: Running,
  job: JobRow,
  purchase: PurchaseRow,
  fingerprint: Fingerprint,
  fields: FingerprintFields,
): Promise<void> {
  const { ctx, state } = running;
  await inTenant(ctx, async ({ runs, jobs }) => {
    await runs.assertFence(state.fence);
    const set = { fingerprint, madeFrom: fields, claimKey: purchase.claimKey, startedAt: ctx.clock.now() };
    await jobs.move({ runId: job.runId, jobId: job.jobId, event: "claim", set });
    if (purchase.providerRequestId) {
      const accepted = { providerRequestId: purchase.providerRequestId };
      await jobs.move({ runId: job.runId, jobId: job.jobId, event: "accept", set: accepted });
    }
  });
  const next = purchase.providerRequestId ? "submitted" : "claimed";
  state.update(job.jobId, { state: next, claimKey: purchase.claimKey, startedAt: ctx.clock.now() });
  await resumeJob(running, state.job(job.jobId), purchase);
}

/** A purchase of an older slice: what was accepted is collected, what was only intended is decided by the provider's policy. */
async function resumeJob(running: Running, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, state, control, generator } = running;
  const { fields, fingerprint } = claimOf({ ctx, state, job });
  const isAccepted = purchase.providerRequestId !== null;
  const mayTouch =
    isAccepted || generator.unknownOutcome === "repeatable" || purchase.deadlineAt <= ctx.clock.now();
  if (!mayTouch) {
    control.waiting.set(job.jobId, purchase.deadlineAt);
    await ctx.clock.sleep(purchase.deadlineAt.getTime() - ctx.clock.now().getTime(), control.stopWaiting);
    if (control.stopWaiting.aborted) return;
    control.waiting.delete(job.jobId);
  }
  const taken: PurchaseRow = {
    ...purchase,
    sliceEpoch: state.run.sliceEpoch,
    attempts: purchase.attempts + (isAccepted ? 0 : 1),
    deadlineAt: deadlineOf(ctx, generator, job),
  };
  const mine = await inTenant(ctx, ({ purchases }) =>
    purchases.takeOver({
      id: purchase.id,
      runId: job.runId,
      fromSlice: purchase.sliceEpoch,
      toSlice: taken.sliceEpoch,
      deadlineAt: taken.deadlineAt,
      attempts: taken.attempts,
    }),
  );
  if (!mine) return;
  if (isAccepted) {
    await collect(running, job, taken, fingerprint, fields, taken.nextCheckAt ?? ctx.clock.now());
  } else if (generator.unknownOutcome === "repeatable") {
    await submit(running, job, taken, fingerprint, fields);
  } else {
    const failure = {
      code: "retryable" as const,
      retryable: true,
      providerErrorCode: "unknown-outcome",
      message: "A crash left it unknown whether the provider got this request; its deadline has passed.",
    };
    await recordFailure({
      ctx,
      state,
      job,
      purchase: taken,
      purchaseState: "lost",
      failure,
      costMicros: taken.maximumMicros,
      again: purchase.purchaseNumber < MAX_PURCHASES,
    });
  }
}

function deadlineOf(ctx: Context, generator: Generator, job: JobRow): Date {
  return new Date(ctx.clock.now().getTime() + generator.deadlineMs(job.genId));
}

function newPurchase(options: {
  running: Running;
  job: JobRow;
  claimKey: string;
  claims: readonly PurchaseRow[];
}): PurchaseRow {
  const { running, job, claimKey, claims } = options;
  const { ctx, state, generator } = running;
  return {
    id: ctx.ids.purchaseId(),
    workspaceId: job.workspaceId,
    videoId: job.videoId,
    runId: job.runId,
    jobId: job.jobId,
    claimKey,
    call: "main",
    purchaseNumber: Math.max(0, ...claims.map((claim) => claim.purchaseNumber)) + 1,
    state: "claimed",
    provider: job.provider,
    model: job.model,
    nonce: ctx.ids.nonce(),
    providerRequestId: null,
    sliceEpoch: state.run.sliceEpoch,
    attempts: 1,
    deadlineAt: deadlineOf(ctx, generator, job),
    nextCheckAt: null,
    maximumMicros: job.spec.estimate.costMicros,
    costMicros: ZERO_MICROS,
    outcome: null,
    failure: null,
    createdAt: ctx.clock.now(),
    submittedAt: null,
    finishedAt: null,
  };
}

async function submit(
  running: Running,
  job: JobRow,
  purchase: PurchaseRow,
  fingerprint: Fingerprint,
  fields: FingerprintFields,
): Promise<void> {
  const { ctx, state, control, generator } = running;
  const request = buildRequest({ ctx, state, job, fields, call: purchase.call, nonce: purchase.nonce });
  const deadline = new AbortController();
  const answered = new AbortController();
  void ctx.clock.sleep(generator.deadlineMs(job.genId), answered.signal).then(() => deadline.abort());
  try {
    const result = await generator
      .submit(request, AbortSignal.any([deadline.signal, control.hardStop]))
      .finally(() => answered.abort());
    if (result.kind === "finished") {
      await succeed(running, job, purchase, fingerprint, fields, result);
      return;
    }
    const nextCheckAt = new Date(ctx.clock.now().getTime() + result.checkAfterMs);
    const { providerRequestId } = result;
    await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
    const accepted = { ...purchase, providerRequestId, state: "submitted" as const };
    await collect(running, state.job(job.jobId), accepted, fingerprint, fields, nextCheckAt);
  } catch (error) {
    await fail(running, job, purchase, error);
  }
}

/** Asks until the provider is done or the slice is; leaves the purchase `submitted` in the latter case. */
async function collect(
  running: Running,
  job: JobRow,
  purchase: PurchaseRow,
  fingerprint: Fingerprint,
  fields: FingerprintFields,
  firstCheckAt: Date,
): Promise<void> {
  const { ctx, state, control, generator } = running;
  const providerRequestId = purchase.providerRequestId ?? "";
  const request = buildRequest({ ctx, state, job, fields, call: purchase.call, nonce: purchase.nonce });
  let checkAt = firstCheckAt;
  try {
    for (;;) {
      control.waiting.set(job.jobId, checkAt);
      await ctx.clock.sleep(checkAt.getTime() - ctx.clock.now().getTime(), control.stopWaiting);
      if (control.stopWaiting.aborted) {
        await inTenant(ctx, ({ purchases }) =>
          purchases.nextCheck({ id: purchase.id, nextCheckAt: checkAt }),
        );
        return;
      }
      control.waiting.delete(job.jobId);
      const result = await generator.check({ providerRequestId, request, signal: control.hardStop });
      if (result.kind === "finished") {
        await succeed(running, job, purchase, fingerprint, fields, result);
        return;
      }
      checkAt = new Date(ctx.clock.now().getTime() + result.checkAfterMs);
    }
  } catch (error) {
    await fail(running, job, purchase, error);
  }
}

async function succeed(
  running: Running,
  job: JobRow,
  purchase: PurchaseRow,
  fingerprint: Fingerprint,
  fields: FingerprintFields,
  result: GenerationResult,
): Promise<void> {
  const { ctx, state } = running;
  const outputs = await storeOutputs({
    ctx,
    run: state.run,
    job,
    fingerprint,
    fields,
    outputs: result.outputs,
  });
  const playable = playableSegments({ state, job, outputs });
  await recordSuccess({ ctx, state, job, purchase, outputs, costMicros: result.costMicros, playable });
}

async function fail(running: Running, job: JobRow, purchase: PurchaseRow, error: unknown): Promise<void> {
  const { ctx, state, control } = running;
  // The store, the database or another executor: nothing is known against the provider, so the purchase stays as it is.
  if (isReelgraphError(error)) throw error;
  // The slice had to return while a request was under way: the next one decides by the provider's policy.
  if (control.hardStop.aborted) return;
  const failure = toJobFailure(error);
  const again = failure.retryable && purchase.purchaseNumber < MAX_PURCHASES;
  ctx.log.warn(
    { runId: job.runId, jobId: job.jobId, purchase: purchase.id, failure, again },
    "job-attempt-failed",
  );
  await recordFailure({
    ctx,
    state,
    job,
    purchase,
    purchaseState: "failed",
    failure,
    costMicros: ZERO_MICROS,
    again,
  });
  if (!again) return;
  const wished = isGeneratorFailure(error) ? error.retryAfterMs : undefined;
  const ceiling = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** purchase.purchaseNumber);
  const jitter = (ctx.ids.seed() / 2 ** 32) * ceiling;
  control.waiting.set(job.jobId, new Date(ctx.clock.now().getTime() + (wished ?? jitter)));
  await ctx.clock.sleep(wished ?? jitter, control.stopWaiting);
  control.waiting.delete(job.jobId);
}
