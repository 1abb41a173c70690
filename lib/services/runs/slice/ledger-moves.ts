import { isReelgraphError, ReelgraphError } from "../../../core/errors";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { type MicroUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { JobFailure } from "../../../core/run/failure";
import type { RunState } from "../../../core/run/run-state";
import type { JobRow, NewEvent, PurchaseRow, SkipReason, TenantRepositories } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import { insist } from "./insist";
import { playableSegments } from "./playable-segments";
import type { SliceState } from "./slice-state";

/*
 * Every write a slice makes to the ledger, one transaction each, with the change of the slice's own picture behind it. In one file,
 * because together they are the protocol: who may write what, and what is written with it.
 */

/** One transaction of a slice: refused as a whole (`stale-epoch`) when the run or the slice has gone to another executor. */
async function fenced<T>(
  ctx: Context,
  state: SliceState,
  work: (repositories: TenantRepositories, run: RunState) => Promise<T>,
): Promise<T> {
  return await inTenant(ctx, async (repositories) => {
    const run = await repositories.runs.assertFence(state.fence);
    return await work(repositories, run);
  });
}

/**
 * A write about a purchase the slice owns: its run must still hold the video, but a later slice may be at work. The purchase itself
 * is the fence then: `work` has to finish it, which only its owner can.
 */
async function asOwner<T>(
  ctx: Context,
  state: SliceState,
  work: (repositories: TenantRepositories) => Promise<T>,
): Promise<T> {
  return await inTenant(ctx, async (repositories) => {
    await repositories.runs.assertLease(state.fence);
    return await work(repositories);
  });
}

function eventOf(state: SliceState, at: Date, type: string, data: Record<string, unknown>): NewEvent {
  return { videoId: state.run.videoId, runId: state.run.id, type, at, data };
}

/** `layer-started` with the first job of a layer that starts. */
function layerEvents(state: SliceState, at: Date, job: JobRow): NewEvent[] {
  return state.opensLayer(job) ? [eventOf(state, at, "layer-started", { layer: job.layer })] : [];
}

function claimedEvent(state: SliceState, at: Date, job: JobRow, attempt: number): NewEvent {
  const { jobId, provider, model } = job;
  return eventOf(state, at, "job-claimed", { jobId, provider, model, attempt });
}

/** A write that the state table refused although the fence held: a race that somebody else won, never to be papered over. */
function refused(job: JobRow, event: string): ReelgraphError {
  return new ReelgraphError({
    code: "stale-epoch",
    message: `${job.jobId} refused "${event}": somebody else moved it.`,
  });
}

/**
 * The intent, before the provider is asked: claims the job and opens the purchase. `taken`: that purchase number is another
 * executor's; `cancelling`: nothing is bought any more, and this is the place that makes sure.
 */
export async function claimJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
}): Promise<"claimed" | "taken" | "cancelling"> {
  const { ctx, state, job, purchase, fingerprint, fields } = options;
  const at = purchase.createdAt;
  const set = {
    fingerprint,
    madeFrom: fields,
    claimKey: purchase.claimKey,
    startedAt: job.startedAt ?? at,
    attempts: job.attempts + 1,
  };
  const write = () =>
    fenced(ctx, state, async ({ purchases, jobs, events }, run) => {
      if (run === "cancelling") return "cancelling";
      if (!(await purchases.insert(purchase))) {
        // Its own, when only the answer to the first try was lost: nothing has been asked of the provider yet.
        const claims = await purchases.ofClaim({ claimKey: purchase.claimKey, call: purchase.call });
        return claims.some(({ id }) => id === purchase.id) ? "claimed" : "taken";
      }
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "claim", set })))
        throw refused(job, "claim");
      await events.append([...layerEvents(state, at, job), claimedEvent(state, at, job, set.attempts)]);
      return "claimed";
    });
  const outcome = await insist(ctx, write);
  if (outcome === "claimed") state.update(job.jobId, { ...set, state: "claimed" });
  return outcome;
}

/**
 * Hands a live purchase to this slice, and the job with it: of an older slice, or of a run that died (then the job is still `ready`).
 * `taken`: it ended or changed hands meanwhile.
 */
export async function takePurchase(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  deadlineAt: Date;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
}): Promise<PurchaseRow | "taken" | "cancelling"> {
  const { ctx, state, job, purchase, deadlineAt, fingerprint, fields } = options;
  const at = ctx.clock.now();
  const { providerRequestId } = purchase;
  const taken: PurchaseRow = {
    ...purchase,
    runId: job.runId,
    sliceEpoch: state.run.sliceEpoch,
    attempts: purchase.attempts + (providerRequestId === null ? 1 : 0),
    deadlineAt,
  };
  const claim = {
    fingerprint,
    madeFrom: fields,
    claimKey: purchase.claimKey,
    startedAt: job.startedAt ?? at,
    attempts: job.attempts + 1,
  };
  const isNew = job.state === "ready";
  const isSubmitted = providerRequestId !== null && job.state !== "submitted";
  const outcome = await fenced(ctx, state, async ({ purchases, jobs, events }, run) => {
    if (run === "cancelling") return "cancelling";
    const mine = await purchases.takeOver({
      id: purchase.id,
      runId: job.runId,
      fromSlice: purchase.sliceEpoch,
      toSlice: taken.sliceEpoch,
      deadlineAt,
      attempts: taken.attempts,
    });
    if (!mine) return "taken";
    const { runId, jobId } = job;
    if (isNew && !(await jobs.move({ runId, jobId, event: "claim", set: claim })))
      throw refused(job, "claim");
    if (isSubmitted && !(await jobs.move({ runId, jobId, event: "accept", set: { providerRequestId } })))
      throw refused(job, "accept");
    await events.append([
      ...(isNew ? [...layerEvents(state, at, job), claimedEvent(state, at, job, claim.attempts)] : []),
      ...(isSubmitted ? [eventOf(state, at, "job-submitted", { jobId, providerRequestId })] : []),
    ]);
    return taken;
  });
  if (outcome === taken) {
    state.update(job.jobId, {
      ...(isNew ? { ...claim, state: "claimed" } : {}),
      ...(isSubmitted ? { providerRequestId, state: "submitted" } : {}),
    });
  }
  return outcome;
}

/** The provider accepted: its id is stored before anything else, fenced or not, because without it the purchase is lost. */
export async function recordAccepted(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  providerRequestId: string;
  nextCheckAt: Date;
}): Promise<void> {
  const { ctx, state, job, purchase, providerRequestId, nextCheckAt } = options;
  const at = ctx.clock.now();
  const isStored = await insist(ctx, () =>
    inTenant(ctx, ({ purchases }) =>
      purchases.accepted({ id: purchase.id, providerRequestId, nextCheckAt, at }),
    ),
  );
  if (!isStored) throw refused(job, "accept");
  await asOwner(ctx, state, async ({ jobs, events }) => {
    const set = { providerRequestId };
    if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "accept", set })))
      throw refused(job, "accept");
    await events.append([eventOf(state, at, "job-submitted", { jobId: job.jobId, providerRequestId })]);
  });
  state.update(job.jobId, { state: "submitted", providerRequestId });
}

/** Purchase, job, money and events of a success, in one transaction: after it the job is never executed again. */
export async function recordSuccess(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  outputs: ArtifactRecord[];
  costMicros: MicroUsd;
}): Promise<void> {
  const { ctx, state, job, purchase, outputs, costMicros } = options;
  const at = ctx.clock.now();
  const total = (job.costMicros + costMicros) as MicroUsd;
  const set = { outputs, costMicros: total, finishedAt: at, failure: null };
  await state.oneByOne(async () => {
    const playable = playableSegments({ state, outputs });
    await asOwner(ctx, state, async ({ purchases, jobs, money, events }) => {
      const finished = await purchases.finish({
        id: purchase.id,
        sliceEpoch: purchase.sliceEpoch,
        state: "succeeded",
        costMicros,
        outcome: { outputs },
        at,
      });
      if (!finished) throw refused(job, "succeed");
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "succeed", set })))
        throw refused(job, "succeed");
      await money.settle({
        runId: job.runId,
        videoId: job.videoId,
        purchaseId: purchase.id,
        month: state.run.month,
        amount: costMicros,
        at,
      });
      await events.append([
        eventOf(state, at, "job-succeeded", { jobId: job.jobId, costMicros: total }),
        ...artifactEvents(state, at, outputs),
        ...(costMicros > 0 ? [eventOf(state, at, "cost-updated", { jobId: job.jobId, costMicros })] : []),
        ...playable.map((segment) => eventOf(state, at, "segment-playable", { segment })),
      ]);
    });
    state.update(job.jobId, { ...set, state: "succeeded" });
  });
}

function artifactEvents(state: SliceState, at: Date, outputs: ArtifactRecord[]): NewEvent[] {
  return outputs.map((output) =>
    eventOf(state, at, "artifact-committed", {
      artifact: output.id,
      checksum: output.checksum,
      bytes: output.bytes,
      mediaType: output.mediaType,
    }),
  );
}

/** Nothing to buy: the job is up to date (`unchanged`) or an earlier result is taken over (`cached`). */
export async function recordSkip(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  skipReason: SkipReason;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
  outputs: ArtifactRecord[];
}): Promise<void> {
  const { ctx, state, job, skipReason, fingerprint, fields, outputs } = options;
  const at = ctx.clock.now();
  const set = {
    skipReason,
    fingerprint,
    madeFrom: fields,
    outputs,
    costMicros: ZERO_MICROS,
    startedAt: job.startedAt ?? at,
    finishedAt: at,
  };
  await state.oneByOne(async () => {
    const playable = playableSegments({ state, outputs });
    await fenced(ctx, state, async ({ jobs, events }) => {
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "skip", set })))
        throw refused(job, "skip");
      await events.append([
        ...layerEvents(state, at, job),
        eventOf(state, at, "job-skipped", { jobId: job.jobId, skipReason }),
        ...(skipReason === "cached" ? artifactEvents(state, at, outputs) : []),
        ...playable.map((segment) => eventOf(state, at, "segment-playable", { segment })),
      ]);
    });
    state.update(job.jobId, { ...set, state: "skipped" });
  });
}

interface Failed {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  purchaseState: "failed" | "lost";
  failure: JobFailure;
  /** What the provider charges for it, delivered or not. */
  costMicros: MicroUsd;
  /** When the job may open its next purchase; null: it has failed for this run. */
  retryAt: Date | null;
}

/**
 * A purchase ended badly: its job goes back to ready, or has failed for this run. A next purchase needs the money again that this one
 * cost; where the ceiling leaves none, the job fails with `budget`.
 */
export async function recordFailure(options: Failed): Promise<void> {
  try {
    await writeFailure(options);
  } catch (error) {
    if (!isReelgraphError(error) || error.code !== "ceiling-reached") throw error;
    const failure = {
      ...options.failure,
      code: "budget" as const,
      message: `${options.failure.message} There is no money for another try: ${error.message}`,
    };
    await writeFailure({ ...options, failure, retryAt: null });
  }
}

async function writeFailure(options: Failed): Promise<void> {
  const { ctx, state, job, purchase, purchaseState, failure, costMicros, retryAt } = options;
  const at = ctx.clock.now();
  const costSoFar = (job.costMicros + costMicros) as MicroUsd;
  const withChain: JobFailure = { ...failure, dependencyChain: [job.jobId] };
  const { runId, videoId, jobId } = job;
  const { month } = state.run;
  const set = {
    costMicros: costSoFar,
    failure: withChain,
    ...(retryAt === null ? { finishedAt: at } : {}),
  };
  await asOwner(ctx, state, async ({ purchases, jobs, money, events }) => {
    const finished = await purchases.finish({
      id: purchase.id,
      sliceEpoch: purchase.sliceEpoch,
      state: purchaseState,
      costMicros,
      failure: withChain,
      ...(retryAt === null ? {} : { nextCheckAt: retryAt }),
      at,
    });
    if (!finished) throw refused(job, "fail");
    await money.settle({ runId, videoId, purchaseId: purchase.id, month, amount: costMicros, at });
    if (retryAt !== null && costMicros > 0) {
      const defaultCeiling = ctx.settings.defaultCeilingMicros;
      await money.reserve({ runId, videoId, month, amount: costMicros, defaultCeiling, at });
    }
    const event = retryAt === null ? "fail" : "retry";
    if (!(await jobs.move({ runId, jobId, event, set }))) throw refused(job, event);
    await events.append([
      eventOf(state, at, retryAt === null ? "job-failed" : "job-progress", {
        jobId,
        failure: withChain,
        ...(retryAt === null ? {} : { retrying: true, attempt: job.attempts }),
      }),
      ...(costMicros > 0 ? [eventOf(state, at, "cost-updated", { jobId, costMicros })] : []),
    ]);
  });
  state.update(jobId, { ...set, state: retryAt === null ? "failed" : "ready" });
}

/** Descendants of a failed job: blocked in this run, plannable in the next. */
export async function recordBlocked(options: {
  ctx: Context;
  state: SliceState;
  blocked: readonly { job: JobRow; chain: string[] }[];
}): Promise<void> {
  const { ctx, state, blocked } = options;
  if (blocked.length === 0) return;
  const at = ctx.clock.now();
  const failures = blocked.map(({ job, chain }) => ({ job, failure: blockedFailure(chain) }));
  await fenced(ctx, state, async ({ jobs, events }) => {
    for (const { job, failure } of failures) {
      const set = { failure, finishedAt: at };
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "block", set })))
        throw refused(job, "block");
    }
    await events.append(
      failures.map(({ job, failure }) => eventOf(state, at, "job-blocked", { jobId: job.jobId, failure })),
    );
  });
  for (const { job, failure } of failures) {
    state.update(job.jobId, { state: "blocked", failure, finishedAt: at });
  }
}

function blockedFailure(chain: string[]): JobFailure {
  const culprit = chain[0] ?? "an earlier job";
  return {
    code: "permanent",
    retryable: true,
    message: `Not made, because ${culprit} is missing. It will be planned again once ${culprit} succeeds.`,
    dependencyChain: chain,
  };
}

/** The run is being cancelled: what has not been bought never will be. */
export async function recordCancelled(options: {
  ctx: Context;
  state: SliceState;
  jobs: readonly { job: JobRow; purchase: PurchaseRow | null }[];
}): Promise<void> {
  const { ctx, state } = options;
  const at = ctx.clock.now();
  await fenced(ctx, state, async ({ jobs, purchases }) => {
    for (const { job, purchase } of options.jobs) {
      if (purchase) {
        await purchases.finish({
          id: purchase.id,
          sliceEpoch: purchase.sliceEpoch,
          state: "cancelled",
          costMicros: ZERO_MICROS,
          at,
        });
      }
      const set = { finishedAt: at };
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "cancel", set })))
        throw refused(job, "cancel");
    }
  });
  for (const { job } of options.jobs) state.update(job.jobId, { state: "cancelled", finishedAt: at });
}
