import { isReelgraphError } from "../../../core/errors";
import type { MicroUsd } from "../../../core/money/micro-usd";
import type { ArtifactRecord } from "../../../core/plan/types";
import {
  GeneratorFailure,
  isGeneratorFailure,
  type JobFailure,
  toJobFailure,
} from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { GenerationResult } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { insist } from "./insist";
import { expectSuccess, recordCall, recordFailure, recordSuccess } from "./ledger-ends";
import { freeSlot } from "./ledger-moves";
import type { OpenCall } from "./provider-calls";
import { isMedia, storeOutputs } from "./store-outputs";
import {
  forgetUnrecorded,
  hasKeptSince,
  isFollowed,
  isStorageAway,
  keepUnrecorded,
  noteKept,
} from "./unrecorded";
import { noteRefusal } from "./window-knowledge";
import type { Work } from "./work";

/** Purchases a call may open in one run: the first and two more after retryable failures; one more to repair what was not valid. */
const MAX_PURCHASES = 3;
const MAX_PURCHASES_IF_INVALID = 2;
/** Of requests that the provider did not even look at, because there were too many. */
const MAX_TURNED_AWAY = 20;
/** How long an answer is tried to be kept that only this machine's own trouble is in the way of. */
const MOST_TRYING_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** A provider that asks for more patience is asked again all the same. */
const MAX_WISHED_MS = 60 * 60_000;

/**
 * Stores what a call delivered and ends its purchase; after the last call the job has succeeded. Where store or database fail for longer
 * than is worth waiting for, whatever the reason, the answer is kept for the next slice.
 */
export async function succeed(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  result: GenerationResult,
): Promise<"next-call" | "rest"> {
  const { ctx } = work;
  try {
    const step = await storeAndRecord(work, job, open, purchase, result);
    forgetUnrecorded(ctx, purchase.id);
    if (result.outputs.some(({ mediaType }) => isMedia(mediaType))) noteKept(ctx);
    return step;
  } catch (error) {
    if (isFollowed(error)) throw error;
    const since = keepUnrecorded(ctx, purchase, { kind: "answered", result }, isStorageAway(error));
    const tried = ctx.clock.now().getTime() - since.getTime();
    // What stops everything (no room, no decoder) is waited for with the answer in hand: whatever is bought next would fare no better.
    if (tried < MOST_TRYING_MS || !hasKeptSince(ctx, since)) throw error;
    // Others were kept meanwhile: it would hold up the whole run, and every run after it.
    await fail(work, job, purchase, unkeepable(job, error), result.costMicros);
    return "rest";
  }
}

function unkeepable({ jobId, provider }: JobRow, cause: unknown): GeneratorFailure {
  const why = cause instanceof Error ? cause.message : String(cause);
  const minutes = MOST_TRYING_MS / 60_000;
  const message = `What ${provider} made for ${jobId} could not be kept on this machine, tried for ${minutes} minutes: ${why}`;
  return new GeneratorFailure({
    failureClass: "permanent",
    providerErrorCode: "not-kept",
    message,
    cause,
  });
}

async function storeAndRecord(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  result: GenerationResult,
): Promise<"next-call" | "rest"> {
  const { ctx, state, fingerprint, fields } = work;
  const { costMicros } = result;
  const { produces } = open.call;
  if (costMicros > purchase.maximumMicros) {
    const { id, provider, model, maximumMicros } = purchase;
    ctx.log.warn({ purchase: id, provider, model, costMicros, maximumMicros }, "purchase-over-maximum");
  }
  let delivered: ArtifactRecord[];
  const arrived = expectSuccess({ ctx, state });
  // Storing takes a while where media is opened first. A job with another call to make keeps its place.
  const frees = open.isLast && result.outputs.some(({ mediaType }) => isMedia(mediaType));
  const freeing = frees ? letGo(work, job, purchase) : null;
  try {
    delivered = await insist(ctx, () =>
      storeOutputs({ ctx, state, job, fingerprint, fields, produces, outputs: result.outputs }),
    ).finally(() => freeing);
  } catch (error) {
    arrived();
    // What the provider delivered is at fault, and was paid for; anything else is our own store, and nothing is known against it.
    if (!isGeneratorFailure(error)) throw error;
    await fail(work, job, purchase, error, costMicros);
    return "rest";
  }
  if (!open.isLast) {
    arrived();
    await insist(ctx, () => recordCall({ ctx, state, job, purchase, delivered, costMicros }));
    return "next-call";
  }
  const outputs = inOrder(job, [...open.made, ...delivered]).map((output) => ({
    ...output,
    revision: state.run.revision,
    lastJobId: job.jobId,
  }));
  const success = { ctx, state, job, purchase, delivered, outputs, costMicros };
  const recording = insist(ctx, () => recordSuccess(success));
  arrived();
  await recording;
  return "rest";
}

async function letGo({ ctx, state, control }: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  if (await freeSlot({ ctx, state, purchase })) control.onSlotFreed(job.jobId);
}

function inOrder(job: JobRow, outputs: readonly ArtifactRecord[]): ArtifactRecord[] {
  return job.spec.produces.flatMap((name) => outputs.filter(({ id }) => id === name));
}

/** Nobody knows whether the provider did it: it counts as bought at its full price, and is submitted once more. */
export async function lose(work: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, state } = work;
  const others = await purchasesInRun(ctx, job, purchase);
  const isFirst = !others.some((claim) => claim.state === "lost");
  const bought = others.filter((claim) => !claim.failure?.turnedAway).length;
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
    retryAt: isFirst && bought < MAX_PURCHASES ? ctx.clock.now() : null,
  });
}

/**
 * The provider refused or failed, or delivered what cannot be used: again after a pause, or the end of the job in this run. What the
 * failed attempt cost is in the failure, if it says so, and else `otherwise`.
 */
export async function fail(
  work: Work,
  job: JobRow,
  purchase: PurchaseRow,
  error: unknown,
  otherwise: MicroUsd,
): Promise<void> {
  const { ctx } = work;
  // The store, the database or another executor: nothing is known against the provider, so the purchase stays as it is.
  if (isReelgraphError(error)) throw error;
  try {
    await insist(ctx, () => endFailed(work, job, purchase, error, otherwise));
    forgetUnrecorded(ctx, purchase.id);
  } catch (failed) {
    // Refused or not made, and nothing of it is written: later it must not count as an answer that nobody heard.
    const isKnown = isGeneratorFailure(error) && !isFollowed(failed);
    if (isKnown) keepUnrecorded(ctx, purchase, { kind: "failed", error, otherwise });
    throw failed;
  }
}

async function endFailed(
  work: Work,
  job: JobRow,
  purchase: PurchaseRow,
  error: unknown,
  otherwise: MicroUsd,
): Promise<void> {
  const { ctx, state, control } = work;
  const costMicros = (isGeneratorFailure(error) ? error.costMicros : undefined) ?? otherwise;
  const failure = toJobFailure(error);
  const isTurnedAway = failure.turnedAway === true;
  const most = failure.code === "validation" ? MAX_PURCHASES_IF_INVALID : MAX_PURCHASES;
  const claims = await purchasesInRun(ctx, job, purchase);
  const turnedAway = claims.filter((claim) => claim.failure?.turnedAway).length + (isTurnedAway ? 1 : 0);
  const bought = claims.length - turnedAway;
  const again = failure.retryable && (isTurnedAway ? turnedAway < MAX_TURNED_AWAY : bought < most);
  ctx.log.warn(
    { runId: job.runId, jobId: job.jobId, purchase: purchase.id, failure, again },
    "job-attempt-failed",
  );
  const wished = isGeneratorFailure(error) ? error.retryAfterMs : undefined;
  const pause = wished === undefined ? backoffMs(ctx, bought + turnedAway) : Math.min(wished, MAX_WISHED_MS);
  const retryAt = again ? new Date(ctx.clock.now().getTime() + pause) : null;
  await recordFailure({ ctx, state, job, purchase, purchaseState: "failed", failure, costMicros, retryAt });
  if (isGeneratorFailure(error) && error.tooMany !== undefined) {
    const window = work.generator.window(job.genId, job.model, purchase.call);
    await noteRefusal({ ctx, knowledge: state.windows, window, purchase, failure: error });
  }
  // Nothing to hold a slot for: the slice starts it again when its time has come.
  if (state.job(job.jobId).state === "ready" && retryAt !== null) control.waiting.set(job.jobId, retryAt);
}

/** What this run has bought of the same call under the same claim, the purchase in hand included. */
async function purchasesInRun(ctx: Context, job: JobRow, purchase: PurchaseRow): Promise<PurchaseRow[]> {
  const { claimKey, call } = purchase;
  const claims = await inTenant(ctx, ({ purchases }) => purchases.ofClaim({ claimKey, call }));
  return claims.filter(({ runId }) => runId === job.runId);
}

/** Full jitter below a ceiling that doubles. */
function backoffMs(ctx: Context, attempt: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return (ctx.ids.seed() / 2 ** 32) * ceiling;
}
