import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { type MicroUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import { isGeneratorFailure, type JobFailure, toJobFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { GenerationResult, Generator } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { askProvider } from "./ask-provider";
import { buildRequest } from "./build-request";
import { claimOf, dispatchJob } from "./dispatch";
import { insist } from "./insist";
import {
  claimJob,
  recordAccepted,
  recordFailure,
  recordSkip,
  recordSuccess,
  takePurchase,
} from "./ledger-moves";
import type { SliceState } from "./slice-state";
import { storeOutputs } from "./store-outputs";
import { writeOutcome } from "./write-outcome";

/** Purchases a job may open in one run: the first and two more after retryable failures; one more to repair what was not valid. */
const MAX_PURCHASES = 3;
const MAX_PURCHASES_IF_INVALID = 2;
/** What a provider has made it keeps for an hour: who cannot be asked for so long has nothing to give any more. */
const GIVE_UP_ASKING_MS = 60 * 60_000;
const FIRST_ASK_AGAIN_MS = 1_000;
const MAX_ASK_AGAIN_MS = 5 * 60_000;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** Another executor may be alive behind an intent: how often to look whether it got on. */
const LOOK_EVERY_MS = 2_000;

/** How a slice steers the jobs in its hands. */
export interface SliceControl {
  /** Aborts when the slice has to return: waits end at once, requests under way are cut at the hard stop. */
  readonly stopWaiting: AbortSignal;
  readonly hardStop: AbortSignal;
  /** Job id → when it next has something to do: a prediction to ask for, a deadline to wait out, a back-off. */
  readonly waiting: Map<string, Date>;
  /** Called when the ledger refused a purchase because the run is being cancelled. */
  onCancelling(): void;
}

/** One job in the hands of a slice, with what its result will be made from. */
interface Work {
  ctx: Context;
  state: SliceState;
  control: SliceControl;
  generator: Generator;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
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
  const tools = { ctx, state, control, generator };
  if (job.state === "ready") await startJob(tools, job);
  else if (live) {
    const { fields, fingerprint } = claimOf({ ctx, state, job });
    await resumeJob({ ...tools, fields, fingerprint }, job, live);
  }
  const ended = state.job(jobId);
  if (ended.finishedAt !== null) {
    await insist(ctx, () => writeOutcome({ ctx, revision: state.run.revision, job: ended }));
  }
}

async function startJob(tools: Omit<Work, "fields" | "fingerprint">, job: JobRow): Promise<void> {
  const { ctx, state, control } = tools;
  const dispatch = await dispatchJob({ ctx, state, job });
  const { fingerprint, fields } = dispatch;
  const work: Work = { ...tools, fingerprint, fields };
  if (dispatch.action !== "buy") {
    const skipReason = dispatch.action === "skip" ? "unchanged" : "cached";
    await recordSkip({ ctx, state, job, skipReason, fingerprint, fields, outputs: dispatch.outputs });
    return;
  }
  const { claims } = dispatch;
  // A video has one active run, so a live purchase behind a job that is ready belongs to a dead one: it is carried on, not bought again.
  const stranded = claims.find(({ state: at }) => at === "claimed" || at === "submitted");
  if (stranded) {
    await resumeJob(work, job, stranded);
    return;
  }
  const notBefore = claims.at(-1)?.nextCheckAt ?? null;
  if (claims.at(-1)?.state !== "succeeded" && notBefore !== null && notBefore > ctx.clock.now()) {
    control.waiting.set(job.jobId, notBefore);
    return;
  }
  const purchase = newPurchase({ work, job, claimKey: dispatch.claimKey, claims });
  const claimed = await claimJob({ ctx, state, job, purchase, fingerprint, fields });
  if (claimed === "cancelling") control.onCancelling();
  if (claimed === "claimed") await submit(work, state.job(job.jobId), purchase);
}

/** A purchase of an older slice or run: what was accepted is collected, what was only intended is decided by the provider's policy. */
async function resumeJob(work: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, state, control, generator, fingerprint, fields } = work;
  const isAccepted = purchase.providerRequestId !== null;
  const mayTouch = isAccepted || generator.unknownOutcome === "repeatable";
  if (!mayTouch && (await outwait(work, job, purchase)) === "changed") return;
  const taken = await takePurchase({
    ctx,
    state,
    job,
    purchase,
    deadlineAt: deadlineOf(ctx, generator, job),
    fingerprint,
    fields,
  });
  if (taken === "cancelling") return control.onCancelling();
  if (taken === "taken") return await refresh(work, job);
  const mine = state.job(job.jobId);
  if (isAccepted) return await collect(work, mine, taken, taken.nextCheckAt ?? ctx.clock.now());
  if (generator.unknownOutcome === "repeatable") return await submit(work, mine, taken);
  await lose(work, mine, taken);
}

/**
 * An intent of an older slice is untouchable until its deadline: its executor may still be at it. `changed`: it got on, or the slice
 * has to return.
 */
async function outwait(work: Work, job: JobRow, purchase: PurchaseRow): Promise<"over" | "changed"> {
  const { ctx, control } = work;
  const left = () => purchase.deadlineAt.getTime() - ctx.clock.now().getTime();
  while (left() > 0) {
    control.waiting.set(job.jobId, purchase.deadlineAt);
    await ctx.clock.sleep(Math.min(LOOK_EVERY_MS, left()), control.stopWaiting);
    if (control.stopWaiting.aborted) return "changed";
    const { claimKey, call } = purchase;
    const claims = await inTenant(ctx, ({ purchases }) => purchases.ofClaim({ claimKey, call }));
    const now = claims.find(({ id }) => id === purchase.id);
    if (now?.state !== "claimed" || now.sliceEpoch !== purchase.sliceEpoch) {
      control.waiting.delete(job.jobId);
      await refresh(work, job);
      return "changed";
    }
  }
  control.waiting.delete(job.jobId);
  return "over";
}

/** Another executor moved the job: this slice sees it as it is now, and goes on from there. */
async function refresh({ ctx, state }: Work, job: JobRow): Promise<void> {
  const rows = await inTenant(ctx, ({ jobs }) => jobs.ofRun(job.runId));
  const row = rows.find(({ jobId }) => jobId === job.jobId);
  if (row) state.update(job.jobId, row);
}

function deadlineOf(ctx: Context, generator: Generator, job: JobRow): Date {
  return new Date(ctx.clock.now().getTime() + generator.deadlineMs(job.genId));
}

function newPurchase(options: {
  work: Work;
  job: JobRow;
  claimKey: string;
  claims: readonly PurchaseRow[];
}): PurchaseRow {
  const { work, job, claimKey, claims } = options;
  const { ctx, state, generator } = work;
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
    slotKey: generator.window(job.genId).key,
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

function requestOf({ ctx, state, fields }: Work, job: JobRow, { call, nonce }: PurchaseRow) {
  return buildRequest({ ctx, state, job, fields, call, nonce });
}

async function submit(work: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, state, control, generator } = work;
  const request = requestOf(work, job, purchase);
  const answer = await askProvider({
    clock: ctx.clock,
    call: (signal) => generator.submit(request, signal),
    deadlineMs: generator.deadlineMs(job.genId),
    hardStop: control.hardStop,
  });
  // The slice had to return while the request was under way: the next one decides by the provider's policy.
  if (answer.kind === "cut") return;
  if (answer.kind === "failed") return await fail(work, job, purchase, answer.error, ZERO_MICROS);
  if (answer.kind === "overdue") {
    if (generator.unknownOutcome !== "repeatable") return await lose(work, job, purchase);
    const error = new Error(`${job.provider} did not answer within ${generator.deadlineMs(job.genId)} ms.`);
    return await fail(work, job, purchase, error, ZERO_MICROS);
  }
  const result = answer.value;
  if (result.kind === "finished") return await succeed(work, job, purchase, result);
  if (result.kind === "unknown") {
    ctx.log.warn({ runId: job.runId, jobId: job.jobId, message: result.message }, "job-outcome-unknown");
    return await lose(work, job, purchase);
  }
  const nextCheckAt = new Date(ctx.clock.now().getTime() + result.checkAfterMs);
  const { providerRequestId } = result;
  await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
  const submittedAt = ctx.clock.now();
  const accepted: PurchaseRow = { ...purchase, providerRequestId, state: "submitted", submittedAt };
  await collect(work, state.job(job.jobId), accepted, nextCheckAt);
}

/** Asks until the provider is done or the slice is; leaves the purchase `submitted` in the latter case. */
async function collect(work: Work, job: JobRow, purchase: PurchaseRow, firstCheckAt: Date): Promise<void> {
  const { ctx, control, generator } = work;
  const providerRequestId = purchase.providerRequestId ?? "";
  const request = requestOf(work, job, purchase);
  let checkAt = firstCheckAt;
  for (;;) {
    control.waiting.set(job.jobId, checkAt);
    await ctx.clock.sleep(checkAt.getTime() - ctx.clock.now().getTime(), control.stopWaiting);
    if (control.stopWaiting.aborted) {
      const nextCheckAt = checkAt;
      await inTenant(ctx, ({ purchases }) => purchases.nextCheck({ id: purchase.id, nextCheckAt }));
      return;
    }
    control.waiting.delete(job.jobId);
    const answer = await askProvider({
      clock: ctx.clock,
      call: (signal) => generator.check({ providerRequestId, request, signal }),
      deadlineMs: generator.deadlineMs(job.genId),
      hardStop: control.hardStop,
    });
    if (answer.kind === "cut") return;
    if (answer.kind === "answered") {
      if (answer.value.kind === "finished") return await succeed(work, job, purchase, answer.value);
      checkAt = new Date(ctx.clock.now().getTime() + answer.value.checkAfterMs);
      continue;
    }
    const error =
      answer.kind === "failed" ? answer.error : new Error(`${job.provider} did not answer in time.`);
    const now = ctx.clock.now().getTime();
    const age = now - (purchase.submittedAt ?? purchase.createdAt).getTime();
    if (isGeneratorFailure(error) || isReelgraphError(error) || age > GIVE_UP_ASKING_MS) {
      return await fail(work, job, purchase, error, ZERO_MICROS);
    }
    // Only the asking failed: what was accepted is never bought again for that.
    ctx.log.warn({ runId: job.runId, jobId: job.jobId, error: String(error) }, "job-check-failed");
    checkAt = new Date(now + askAgainMs(ctx, age));
  }
}

async function succeed(
  work: Work,
  job: JobRow,
  purchase: PurchaseRow,
  result: GenerationResult,
): Promise<void> {
  const { ctx, state, fingerprint, fields } = work;
  const { costMicros } = result;
  let outputs: Awaited<ReturnType<typeof storeOutputs>>;
  try {
    outputs = await insist(ctx, () =>
      storeOutputs({ ctx, run: state.run, job, fingerprint, fields, outputs: result.outputs }),
    );
  } catch (error) {
    // What the provider delivered is at fault, and was paid for; anything else is our own store, and nothing is known against it.
    if (isGeneratorFailure(error)) return await fail(work, job, purchase, error, costMicros);
    throw error;
  }
  await insist(ctx, () => recordSuccess({ ctx, state, job, purchase, outputs, costMicros }));
}

/** Nobody knows whether the provider did it: it counts as bought at its full price, and is submitted once more. */
async function lose(work: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, state } = work;
  const { claimKey, call } = purchase;
  const claims = await inTenant(ctx, ({ purchases }) => purchases.ofClaim({ claimKey, call }));
  const isFirst = !claims.some((claim) => claim.state === "lost" && claim.runId === job.runId);
  const failure: JobFailure = {
    code: "retryable",
    retryable: true,
    providerErrorCode: "unknown-outcome",
    message: "It is unknown whether the provider got this request, and its deadline has passed.",
  };
  await recordFailure({
    ctx,
    state,
    job,
    purchase,
    purchaseState: "lost",
    failure,
    costMicros: purchase.maximumMicros,
    retryAt: isFirst && job.attempts < MAX_PURCHASES ? ctx.clock.now() : null,
  });
}

async function fail(
  work: Work,
  job: JobRow,
  purchase: PurchaseRow,
  error: unknown,
  costMicros: MicroUsd,
): Promise<void> {
  const { ctx, state, control } = work;
  // The store, the database or another executor: nothing is known against the provider, so the purchase stays as it is.
  if (isReelgraphError(error)) throw error;
  const failure = toJobFailure(error);
  const most = failure.code === "validation" ? MAX_PURCHASES_IF_INVALID : MAX_PURCHASES;
  const again = failure.retryable && job.attempts < most;
  ctx.log.warn(
    { runId: job.runId, jobId: job.jobId, purchase: purchase.id, failure, again },
    "job-attempt-failed",
  );
  const wished = isGeneratorFailure(error) ? error.retryAfterMs : undefined;
  const pause = wished ?? backoffMs(ctx, job.attempts);
  const retryAt = again ? new Date(ctx.clock.now().getTime() + pause) : null;
  await recordFailure({ ctx, state, job, purchase, purchaseState: "failed", failure, costMicros, retryAt });
  // Nothing to hold a slot for: the slice starts it again when its time has come.
  if (state.job(job.jobId).state === "ready" && retryAt !== null) control.waiting.set(job.jobId, retryAt);
}

/** Growing with the age of what is asked for, which outlives the slice, so that a new one does not begin anew. */
function askAgainMs(ctx: Context, ageMs: number): number {
  const jitter = 0.5 + ctx.ids.seed() / 2 ** 33;
  return jitter * Math.min(MAX_ASK_AGAIN_MS, Math.max(FIRST_ASK_AGAIN_MS, ageMs / 2));
}

/** Full jitter below a ceiling that doubles. */
function backoffMs(ctx: Context, attempt: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return (ctx.ids.seed() / 2 ** 32) * ceiling;
}
