import { isReelgraphError } from "../../../core/errors";
import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { type MicroUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import type { ArtifactRecord } from "../../../core/plan/types";
import type { JobFailure } from "../../../core/run/failure";
import type { JobRow, NewEvent, PurchaseRow, SkipReason } from "../../../ports/database";
import type { Context } from "../../context";
import { reserveMoney } from "../reserve-money";
import type { Group } from "./group";
import { asOwner, eventOf, fenced, layerEvents, refused } from "./ledger-write";
import { playableSegments } from "./playable-segments";
import { tellOfRoom } from "./room";
import type { SliceState } from "./slice-state";
import { traceAttempt } from "./trace-attempt";

/** How long a success waits for others that are being stored: a fraction of what storing takes. */
const GATHERING_MS = 20;

/** One call of several is made: its purchase ends and is paid; the job stays claimed, and nothing of it is committed yet. */
export async function recordCall(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  delivered: ArtifactRecord[];
  costMicros: MicroUsd;
}): Promise<void> {
  const { ctx, state, job, purchase, delivered, costMicros } = options;
  const at = ctx.clock.now();
  const { runId, videoId, jobId } = job;
  const total = (job.costMicros + costMicros) as MicroUsd;
  const set = { costMicros: total, failure: null };
  await asOwner(ctx, state, async ({ purchases, jobs, money, events }) => {
    const finished = await purchases.finish({
      id: purchase.id,
      sliceEpoch: purchase.sliceEpoch,
      state: "succeeded",
      costMicros,
      outcome: { outputs: delivered },
      at,
    });
    if (!finished) throw refused(job, "continue");
    if (!(await jobs.move({ runId, jobId, event: "continue", set }))) throw refused(job, "continue");
    const { month } = state.run;
    await money.settle({ runId, videoId, purchaseId: purchase.id, month, amount: costMicros, at });
    if (costMicros > 0) await events.append([eventOf(state, at, "cost-updated", { jobId, costMicros })]);
  });
  tellOfRoom(ctx, [purchase]);
  state.update(jobId, { ...set, state: "claimed" });
  traceAttempt({ ctx, job, purchase, endedAt: at, outcome: "succeeded", costMicros });
}

interface Success {
  job: JobRow;
  purchase: PurchaseRow;
  /** What the purchase brought. */
  delivered: ArtifactRecord[];
  /** What the job has made, in all its calls. */
  outputs: ArtifactRecord[];
  costMicros: MicroUsd;
}

/** Purchase, job, money and events of a success, in one transaction: after it the job is never executed again. */
export async function recordSuccess(options: { ctx: Context; state: SliceState } & Success): Promise<void> {
  const { ctx, state, ...success } = options;
  const { job, purchase, costMicros } = success;
  const endedAt = await successesOf(ctx, state).add(success);
  if (endedAt === null) throw refused(job, "succeed");
  traceAttempt({ ctx, job, purchase, endedAt, outcome: "succeeded", costMicros });
}

/** A success that is being stored will be recorded soon. Call what this returns when it is, or will not be. */
export function expectSuccess({ ctx, state }: { ctx: Context; state: SliceState }): () => void {
  return successesOf(ctx, state).expect();
}

function successesOf(ctx: Context, state: SliceState): Group<Success, Date | null> {
  return state.group(
    "succeed",
    (group) => state.oneByOne(() => writeSuccesses(ctx, state, group)),
    (signal) => ctx.clock.sleep(GATHERING_MS, signal),
  );
}

/** When they were recorded; null for those whose purchase has ended or changed hands meanwhile. */
async function writeSuccesses(
  ctx: Context,
  state: SliceState,
  successes: readonly Success[],
): Promise<(Date | null)[]> {
  const at = ctx.clock.now();
  const { id: runId, videoId, month } = state.run;
  const setOf = ({ job, outputs, costMicros }: Success) => ({
    outputs,
    costMicros: (job.costMicros + costMicros) as MicroUsd,
    finishedAt: at,
    failure: null,
  });
  const recorded = await asOwner(ctx, state, async ({ purchases, jobs, money, events }) => {
    const ended = await purchases.succeedAll({
      purchases: successes.map(({ purchase, delivered, costMicros }) => ({
        id: purchase.id,
        sliceEpoch: purchase.sliceEpoch,
        costMicros,
        outcome: { outputs: delivered },
      })),
      at,
    });
    const mine = successes.filter(({ purchase }) => ended.has(purchase.id));
    const moves = mine.map((success) => ({ jobId: success.job.jobId, set: setOf(success) }));
    const moved = await jobs.moveAll({ runId, event: "succeed", moves });
    for (const { job } of mine) if (!moved.has(job.jobId)) throw refused(job, "succeed");
    const settlements = mine.map(({ purchase, costMicros: amount }) => ({ purchaseId: purchase.id, amount }));
    await money.settleAll({ runId, videoId, month, settlements, at });
    const playable = playableSegments({ state, made: mine.map(({ outputs }) => outputs) });
    await events.append(
      mine.flatMap(({ job: { jobId }, outputs, costMicros }, index) => [
        eventOf(state, at, "job-succeeded", { jobId, costMicros: moves[index]?.set.costMicros }),
        ...artifactEvents(state, at, outputs),
        ...(costMicros > 0 ? [eventOf(state, at, "cost-updated", { jobId, costMicros })] : []),
        ...(playable[index] ?? []).map((segment) => eventOf(state, at, "segment-playable", { segment })),
      ]),
    );
    return new Set(mine);
  });
  tellOfRoom(
    ctx,
    [...recorded].map(({ purchase }) => purchase),
  );
  for (const success of recorded) state.update(success.job.jobId, { ...setOf(success), state: "succeeded" });
  return successes.map((success) => (recorded.has(success) ? at : null));
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
    const [playable = []] = playableSegments({ state, made: [outputs] });
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
  await asOwner(ctx, state, async (repositories) => {
    const { purchases, jobs, money, events } = repositories;
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
      await reserveMoney({ repositories, runId, videoId, month, amount: costMicros, defaultCeiling, at });
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
  tellOfRoom(ctx, [purchase]);
  state.update(jobId, { ...set, state: retryAt === null ? "failed" : "ready" });
  traceAttempt({ ctx, job, purchase, endedAt: at, outcome: purchaseState, costMicros, failure: withChain });
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

/** The run is being cancelled: what has not been bought never will be. `lostMicros`: what a purchase nobody answered counts as. */
export async function recordCancelled(options: {
  ctx: Context;
  state: SliceState;
  jobs: readonly { job: JobRow; purchase: PurchaseRow | null; lostMicros: MicroUsd }[];
}): Promise<void> {
  const { ctx, state } = options;
  const at = ctx.clock.now();
  const costOf = ({ job, lostMicros }: { job: JobRow; lostMicros: MicroUsd }) =>
    (job.costMicros + lostMicros) as MicroUsd;
  await fenced(ctx, state, async ({ jobs, purchases, money, events }) => {
    for (const { job, purchase, lostMicros } of options.jobs) {
      const { runId, videoId, jobId } = job;
      if (purchase) {
        const finished = await purchases.finish({
          id: purchase.id,
          sliceEpoch: purchase.sliceEpoch,
          state: lostMicros > 0 ? "lost" : "cancelled",
          costMicros: lostMicros,
          at,
        });
        if (!finished) throw refused(job, "cancel");
        const { month } = state.run;
        await money.settle({ runId, videoId, purchaseId: purchase.id, month, amount: lostMicros, at });
      }
      const set = { finishedAt: at, costMicros: costOf({ job, lostMicros }) };
      if (!(await jobs.move({ runId, jobId, event: "cancel", set }))) throw refused(job, "cancel");
      if (lostMicros > 0)
        await events.append([eventOf(state, at, "cost-updated", { jobId, costMicros: lostMicros })]);
    }
  });
  tellOfRoom(
    ctx,
    options.jobs.flatMap(({ purchase }) => (purchase ? [purchase] : [])),
  );
  for (const { job, lostMicros } of options.jobs) {
    state.update(job.jobId, { state: "cancelled", finishedAt: at, costMicros: costOf({ job, lostMicros }) });
  }
  for (const { job, purchase, lostMicros: costMicros } of options.jobs) {
    const outcome = costMicros > 0 ? "lost" : "cancelled";
    if (purchase) traceAttempt({ ctx, job, purchase, endedAt: at, outcome, costMicros });
  }
}
