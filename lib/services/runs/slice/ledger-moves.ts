import { ReelgraphError } from "../../../core/errors";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { type MicroUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { JobFailure } from "../../../core/run/failure";
import type { JobRow, NewEvent, PurchaseRow, SkipReason, TenantRepositories } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import type { SliceState } from "./slice-state";

/** One transaction of a slice: refused as a whole (`stale-epoch`) when the run has gone to another executor. */
async function fenced<T>(
  ctx: Context,
  state: SliceState,
  work: (repositories: TenantRepositories) => Promise<T>,
): Promise<T> {
  return await inTenant(ctx, async (repositories) => {
    await repositories.runs.assertFence(state.fence);
    return await work(repositories);
  });
}

function eventOf(state: SliceState, at: Date, type: string, data: Record<string, unknown>): NewEvent {
  return { videoId: state.run.videoId, runId: state.run.id, type, at, data };
}

/** `layer-started` with the first job of a layer that starts. */
function layerEvents(state: SliceState, at: Date, job: JobRow): NewEvent[] {
  return state.opensLayer(job.layer) ? [eventOf(state, at, "layer-started", { layer: job.layer })] : [];
}

/** A write that the state table refused although the fence held: a defect or a race, never to be papered over. */
function refused(job: JobRow, event: string): ReelgraphError {
  return new ReelgraphError({
    code: "stale-epoch",
    message: `${job.jobId} refused "${event}": somebody else moved it.`,
  });
}

/**
 * The intent, before the provider is asked: claims the job and opens the purchase. Returns false when that purchase number is taken:
 * another executor buys it.
 */
export async function claimJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
}): Promise<boolean> {
  const { ctx, state, job, purchase, fingerprint, fields } = options;
  const at = purchase.createdAt;
  const set = {
    fingerprint,
    madeFrom: fields,
    claimKey: purchase.claimKey,
    startedAt: job.startedAt ?? at,
    attempts: job.attempts + 1,
  };
  const claimed = await fenced(ctx, state, async ({ purchases, jobs, events }) => {
    if (!(await purchases.insert(purchase))) return false;
    if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "claim", set })))
      throw refused(job, "claim");
    await events.append([
      ...layerEvents(state, at, job),
      eventOf(state, at, "job-claimed", {
        jobId: job.jobId,
        provider: job.provider,
        model: job.model,
        attempt: set.attempts,
      }),
    ]);
    return true;
  });
  if (claimed) state.update(job.jobId, { ...set, state: "claimed" });
  return claimed;
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
  await inTenant(ctx, async ({ purchases }) => {
    await purchases.accepted({ id: purchase.id, providerRequestId, nextCheckAt, at });
  });
  await fenced(ctx, state, async ({ jobs, events }) => {
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
  playable: number[];
}): Promise<void> {
  const { ctx, state, job, purchase, outputs, costMicros, playable } = options;
  const at = ctx.clock.now();
  const total = (job.costMicros + costMicros) as MicroUsd;
  const set = { outputs, costMicros: total, finishedAt: at, failure: null };
  await fenced(ctx, state, async ({ purchases, jobs, money, events }) => {
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
  playable: number[];
}): Promise<void> {
  const { ctx, state, job, skipReason, fingerprint, fields, outputs, playable } = options;
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
}

/** A purchase ended badly. `again`: the job goes back to ready and opens the next purchase; else it has failed for this run. */
export async function recordFailure(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow | null;
  purchaseState: "failed" | "cancelled" | "lost";
  failure: JobFailure;
  costMicros: MicroUsd;
  again: boolean;
}): Promise<void> {
  const { ctx, state, job, purchase, purchaseState, failure, costMicros, again } = options;
  const at = ctx.clock.now();
  const costSoFar = (job.costMicros + costMicros) as MicroUsd;
  const withChain: JobFailure = { ...failure, dependencyChain: [job.jobId] };
  const set = again
    ? { costMicros: costSoFar, failure: withChain }
    : { costMicros: costSoFar, failure: withChain, startedAt: job.startedAt ?? at, finishedAt: at };
  await fenced(ctx, state, async ({ purchases, jobs, money, events }) => {
    if (purchase) {
      const finished = await purchases.finish({
        id: purchase.id,
        sliceEpoch: purchase.sliceEpoch,
        state: purchaseState,
        costMicros,
        failure: withChain,
        at,
      });
      if (!finished) throw refused(job, "fail");
      await money.settle({
        runId: job.runId,
        videoId: job.videoId,
        purchaseId: purchase.id,
        month: state.run.month,
        amount: costMicros,
        at,
      });
    }
    const event = again ? "retry" : "fail";
    if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event, set }))) throw refused(job, event);
    await events.append([
      eventOf(state, at, again ? "job-progress" : "job-failed", {
        jobId: job.jobId,
        failure: withChain,
        ...(again ? { retrying: true, attempt: job.attempts } : {}),
      }),
    ]);
  });
  state.update(job.jobId, { ...set, state: again ? "ready" : "failed" });
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
      await jobs.move({ runId: job.runId, jobId: job.jobId, event: "cancel", set: { finishedAt: at } });
    }
  });
  for (const { job } of options.jobs) state.update(job.jobId, { state: "cancelled", finishedAt: at });
}
