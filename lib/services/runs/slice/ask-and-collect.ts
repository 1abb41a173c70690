import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import { ZERO_MICROS } from "../../../core/money/micro-usd";
import { GeneratorFailure, isGeneratorFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { GenerationRequest } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { askProvider } from "./ask-provider";
import { buildRequest } from "./build-request";
import { fail, lose, succeed } from "./end-purchase";
import { recordAccepted } from "./ledger-moves";
import { KEPT_MS, lookFor, readPurchase, STRAGGLE_MS } from "./look-for";
import { isOfAnotherAccount } from "./other-account";
import type { OpenCall } from "./provider-calls";
import { isFollowed, isOutage, keepUnrecorded } from "./unrecorded";
import type { Work } from "./work";

const FIRST_ASK_AGAIN_MS = 1_000;
const MAX_ASK_AGAIN_MS = 5 * 60_000;

type Step = "next-call" | "rest";

function requestOf(work: Work, job: JobRow, open: OpenCall, { nonce }: PurchaseRow): GenerationRequest {
  const { ctx, state, fields } = work;
  return buildRequest({ ctx, state, job, fields, call: open.call, made: open.made, nonce });
}

/** So long after its intent a purchase is still what everybody wants; later it is looked up. */
const FRESH_INTENT_MS = 1_000;

/**
 * Whether what was intended is still to be bought: between the intent and the request that costs money may lie a moderation, an upload,
 * or a process that stood still. Throws `not-sent` when the run is being cancelled, `stale-epoch` when it has gone to another executor.
 */
async function assertWanted(work: Work, purchase: PurchaseRow): Promise<void> {
  const { ctx, state, control } = work;
  if (!control.isCancelling()) {
    if (ctx.clock.now().getTime() - purchase.createdAt.getTime() < FRESH_INTENT_MS) return;
    const status = await inTenant(ctx, ({ runs }) => runs.assertFence(state.fence)).catch(notKnown);
    if (status !== "cancelling") return;
    control.onCancelling();
  }
  throw notSent("The run was cancelled before the request was sent.");
}

/** Nothing was sent, whatever the database says: only that may become of it. */
function notKnown(cause: unknown): never {
  if (isReelgraphError(cause)) throw cause;
  const message = "The database could not say whether the run still goes on.";
  throw new ReelgraphError({ code: "database-unavailable", message, retryable: true, cause });
}

function notSent(message: string): GeneratorFailure {
  return new GeneratorFailure({ failureClass: "retryable", providerErrorCode: "not-sent", message });
}

/** Asks the provider, once, for work whose intent is in the ledger. */
export async function submit(work: Work, job: JobRow, open: OpenCall, purchase: PurchaseRow): Promise<Step> {
  const { ctx, state, control, generator } = work;
  const request = {
    ...requestOf(work, job, open, purchase),
    goAhead: () => assertWanted(work, purchase),
  };
  const left = purchase.deadlineAt.getTime() - ctx.clock.now().getTime();
  const isBought = generator.unknownOutcome !== "repeatable";
  if (isBought && left <= 0) {
    // From then on another executor decides, and may buy it anew: a process that slept since its intent sends nothing.
    await fail(work, job, purchase, notSent("The request was not sent in time."), ZERO_MICROS);
    return "rest";
  }
  const usual = generator.deadlineMs(job.genId, purchase.call);
  const deadlineMs = isBought ? Math.min(usual, left) : usual;
  const answer = await askProvider({
    clock: ctx.clock,
    call: (signal) => generator.submit(request, signal),
    deadlineMs,
    hardStop: control.hardStop,
  });
  // The slice had to return while the request was under way: the next one decides by the provider's policy.
  if (answer.kind === "cut") return "rest";
  if (answer.kind === "overdue") {
    const error = new Error(`${job.provider} did not answer within ${deadlineMs} ms.`);
    return await settleUnknown(work, job, open, purchase, error);
  }
  if (answer.kind === "failed") {
    const { error } = answer;
    // What a job is made from is read before anything is sent.
    if (isOutage(error) || isFollowed(error)) keepUnrecorded(ctx, purchase, { kind: "not-sent" });
    if (isGeneratorFailure(error) || isReelgraphError(error))
      await fail(work, job, purchase, error, ZERO_MICROS);
    else return await settleUnknown(work, job, open, purchase, error);
    return "rest";
  }
  const result = answer.value;
  if (result.kind !== "unknown") {
    const window = generator.window(job.genId, job.model, purchase.call);
    state.windows.answered(window, result.shown, ctx.clock.now());
  }
  if (result.kind === "finished") return await succeed(work, job, open, purchase, result);
  if (result.kind === "unknown") {
    return await settleUnknown(work, job, open, purchase, new Error(result.message));
  }
  const nextCheckAt = new Date(ctx.clock.now().getTime() + result.checkAfterMs);
  const { providerRequestId } = result;
  await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
  const submittedAt = ctx.clock.now();
  const accepted: PurchaseRow = {
    ...purchase,
    providerRequestId,
    state: "submitted",
    submittedAt,
    nextCheckAt,
  };
  return await collect(work, state.job(job.jobId), open, accepted, nextCheckAt);
}

/** Nobody knows whether the provider has the work: what happens then is the provider's policy (runner.md, Job ledger). */
async function settleUnknown(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  error: unknown,
): Promise<Step> {
  const { ctx, generator } = work;
  const { runId, jobId } = job;
  ctx.log.warn({ runId, jobId, purchase: purchase.id, error: String(error) }, "job-outcome-unknown");
  if (generator.unknownOutcome === "adopt") {
    const sureFrom = new Date(ctx.clock.now().getTime() + STRAGGLE_MS);
    return await findLost(work, job, open, purchase, sureFrom);
  }
  if (generator.unknownOutcome === "repeatable") await fail(work, job, purchase, error, ZERO_MICROS);
  else await lose(work, job, purchase);
  return "rest";
}

/**
 * Looks for work whose submit was never answered, and goes on from there: what is found is collected, what is surely not there may be
 * bought again at no loss. While the provider cannot be asked, and before `sureFrom`, nothing is submitted.
 */
export async function findLost(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  sureFrom: Date,
): Promise<Step> {
  const { ctx, state, control } = work;
  for (;;) {
    // A webhook may have named it meanwhile.
    const known = await readPurchase(work, purchase);
    // Whose it is now it does not become by being read: a slice that has been followed is refused what it writes of it.
    const { sliceEpoch } = purchase;
    if (known?.providerRequestId) return await goOn(work, job, open, { ...known, sliceEpoch });
    const seen = await lookFor({ work, job, open, purchase, sureFrom });
    if (seen.kind === "cut") return "rest";
    if (seen.kind === "found") {
      const { providerRequestId, nextCheckAt } = seen;
      await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
      const submittedAt = ctx.clock.now();
      const accepted = { ...purchase, providerRequestId, nextCheckAt, submittedAt };
      return await goOn(work, state.job(job.jobId), open, accepted);
    }
    if (seen.kind === "absent") {
      const error = new Error(
        `${purchase.provider} did not get this request: its answer was lost, and so was the work.`,
      );
      await fail(work, job, purchase, error, ZERO_MICROS);
      return "rest";
    }
    if (seen.kind === "forgotten") {
      await lose(work, job, purchase);
      return "rest";
    }
    ctx.log.warn({ runId: job.runId, jobId: job.jobId, error: seen.reason }, "job-search-failed");
    const now = ctx.clock.now().getTime();
    const again = new Date(now + askAgainMs(ctx, now - purchase.createdAt.getTime()));
    await control.sleepUntil(job.jobId, seen.notBefore ?? again);
    if (control.stopWaiting.aborted) return "rest";
  }
}

async function goOn(work: Work, job: JobRow, open: OpenCall, purchase: PurchaseRow): Promise<Step> {
  const { ctx, state } = work;
  const { providerRequestId } = purchase;
  if (job.state !== "submitted" && providerRequestId !== null) {
    const nextCheckAt = ctx.clock.now();
    await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
  }
  return await collect(work, state.job(job.jobId), open, purchase, ctx.clock.now());
}

/** Asks until the provider is done or the slice is; leaves the purchase `submitted` in the latter case. */
export async function collect(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  firstCheckAt: Date,
): Promise<Step> {
  const { ctx, control, generator } = work;
  const providerRequestId = purchase.providerRequestId ?? "";
  const request = requestOf(work, job, open, purchase);
  let checkAt = firstCheckAt;
  control.checkedAt.set(job.jobId, purchase.nextCheckAt ?? firstCheckAt);
  for (;;) {
    await control.sleepUntil(job.jobId, checkAt);
    if (control.stopWaiting.aborted) {
      const from = control.checkedAt.get(job.jobId) ?? firstCheckAt;
      const { id } = purchase;
      const isUnheard = await inTenant(ctx, ({ purchases }) =>
        purchases.nextCheck({ id, from, nextCheckAt: checkAt }),
      );
      // A webhook came while the slice was closing: the next one asks at once.
      if (!isUnheard) control.waiting.set(job.jobId, ctx.clock.now());
      return "rest";
    }
    const answer = await askProvider({
      clock: ctx.clock,
      call: (signal) => generator.check({ providerRequestId, request, signal }),
      deadlineMs: generator.deadlineMs(job.genId, purchase.call),
      hardStop: control.hardStop,
    });
    if (answer.kind === "cut") return "rest";
    if (answer.kind === "answered") {
      if (answer.value.kind === "finished") return await succeed(work, job, open, purchase, answer.value);
      checkAt = new Date(ctx.clock.now().getTime() + answer.value.checkAfterMs);
      continue;
    }
    const error =
      answer.kind === "failed" ? answer.error : new Error(`${job.provider} did not answer in time.`);
    const now = ctx.clock.now().getTime();
    const age = now - (purchase.submittedAt ?? purchase.createdAt).getTime();
    if (isGeneratorFailure(error) || isReelgraphError(error) || age > KEPT_MS) {
      // What was accepted and never heard of again may well have been made.
      const otherwise = isGeneratorFailure(error) ? ZERO_MICROS : purchase.maximumMicros;
      const isWithheld =
        !isGeneratorFailure(error) &&
        !isReelgraphError(error) &&
        isOfAnotherAccount(generator, job, purchase);
      await fail(work, job, purchase, isWithheld ? withheld(job, error) : error, otherwise);
      return "rest";
    }
    // Only the asking failed: what was accepted is never bought again for that.
    ctx.log.warn({ runId: job.runId, jobId: job.jobId, error: String(error) }, "job-check-failed");
    checkAt = new Date(now + askAgainMs(ctx, age));
  }
}

/** Made with a key that is gone: bought anew only when somebody asks for it. */
function withheld({ provider }: JobRow, error: unknown): GeneratorFailure {
  const said = error instanceof Error ? error.message : String(error);
  return new GeneratorFailure({
    failureClass: "permanent",
    providerErrorCode: "credential-changed",
    message: `${provider} took this under another key, and has not given it out with the one there is now for an hour (${said}). It may have been made and counts at its full price. Another run makes it anew.`,
  });
}

/** Growing with the age of what is asked for, which outlives the slice, so that a new one does not begin anew. */
function askAgainMs(ctx: Context, ageMs: number): number {
  const jitter = 0.5 + ctx.ids.seed() / 2 ** 33;
  return jitter * Math.min(MAX_ASK_AGAIN_MS, Math.max(FIRST_ASK_AGAIN_MS, ageMs / 2));
}
