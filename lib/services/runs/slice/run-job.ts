import { ReelgraphError } from "../../../core/errors";
import { ZERO_MICROS } from "../../../core/money/micro-usd";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { Generator } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { collect, findLost, submit } from "./ask-and-collect";
import { claimOf, dispatchJob } from "./dispatch";
import { fail, lose, succeed } from "./end-purchase";
import { recordSkip } from "./ledger-ends";
import { claimJob, takePurchase } from "./ledger-moves";
import { STRAGGLE_MS } from "./look-for";
import { type CallState, callStates, type OpenCall } from "./provider-calls";
import type { SliceState } from "./slice-state";
import { forgetUnrecorded, unrecordedOf } from "./unrecorded";
import type { SliceControl, Work } from "./work";

/** Another executor may be alive behind an intent: how often to look whether it got on. */
const LOOK_EVERY_MS = 2_000;

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
  const { ctx, state, control, jobId } = options;
  const generator = ctx.generators.get(state.job(jobId).provider);
  if (!generator) {
    throw new ReelgraphError({
      code: "configuration",
      message: `${jobId} needs the provider "${state.job(jobId).provider}", which is not configured here.`,
    });
  }
  const tools = { ctx, state, control, generator };
  let { live } = options;
  for (;;) {
    const job = state.job(jobId);
    const step = live ? await carryOn(tools, job, live) : await startJob(tools, job);
    live = null;
    if (step !== "next-call") break;
  }
}

type Tools = Omit<Work, "fields" | "fingerprint">;

/** `next-call`: a call of the job is made and another one follows. */
type Step = "next-call" | "rest";

/** A job whose turn has come, or one that goes on to its next call. */
async function startJob(tools: Tools, job: JobRow): Promise<Step> {
  const { ctx, state, control, generator } = tools;
  const dispatch = await dispatchJob({ ctx, state, job, generator });
  const { fingerprint, fields, claimKey } = dispatch;
  const work: Work = { ...tools, fingerprint, fields };
  if (dispatch.action !== "buy") {
    const skipReason = dispatch.action === "skip" ? "unchanged" : "cached";
    await recordSkip({ ctx, state, job, skipReason, fingerprint, fields, outputs: dispatch.outputs });
    return "rest";
  }
  const open = nextCall(dispatch.calls);
  const { claims } = open.call;
  // A video has one active run, so a live purchase behind a job nobody works on is a dead one's: it is carried on, not bought again.
  const stranded = claims.find(({ state: at }) => at === "claimed" || at === "submitted");
  if (stranded) return await resumeCall(work, job, open, stranded);
  const last = claims.at(-1);
  const notBefore = last?.nextCheckAt ?? null;
  if (last?.state !== "succeeded" && notBefore !== null && notBefore > ctx.clock.now()) {
    control.waiting.set(job.jobId, notBefore);
    return "rest";
  }
  // The second call of a job whose first one was under way is for the next process, too.
  if (ctx.signals.isClosing) return "rest";
  const purchase = newPurchase({ work, job, claimKey, call: open.call });
  const window = generator.window(job.genId, job.model, open.call.call);
  const { tokens = 0 } = open.call;
  const claimed = await claimJob({ ctx, state, job, purchase, fingerprint, fields, window, tokens });
  if (claimed.kind === "cancelling") control.onCancelling();
  const waitsIn = generator.window(job.genId, job.model);
  if (claimed.kind === "full") control.room.none(waitsIn, claimed.notBefore);
  if (claimed.kind !== "claimed") return "rest";
  return await submit(work, state.job(job.jobId), open, purchase);
}

/** The first call without a result; the last one when all have one and the job is wanted anew. */
function nextCall(calls: readonly CallState[]): OpenCall {
  const at = calls.findIndex(({ made }) => made === null);
  const index = at < 0 ? calls.length - 1 : at;
  const call = calls[index] as CallState;
  return {
    call,
    made: calls.slice(0, index).flatMap(({ made }) => made ?? []),
    isLast: index === calls.length - 1,
  };
}

/** A purchase that an earlier slice of this run left alive. */
async function carryOn(tools: Tools, job: JobRow, purchase: PurchaseRow): Promise<Step> {
  const { ctx, state, generator } = tools;
  const { fields, fingerprint } = claimOf({ ctx, state, job });
  const { claimKey } = purchase;
  const { calls } = await callStates({ ctx, state, job, generator, claimKey });
  const index = calls.findIndex(({ call }) => call === purchase.call);
  if (index < 0) {
    throw new ReelgraphError({
      code: "integrity",
      message: `${job.jobId} has a purchase of the call "${purchase.call}", which ${job.provider} does not make.`,
    });
  }
  const open = {
    call: calls[index] as CallState,
    made: calls.slice(0, index).flatMap(({ made }) => made ?? []),
    isLast: index === calls.length - 1,
  };
  return await resumeCall({ ...tools, fields, fingerprint }, job, open, purchase);
}

/** A purchase of an older slice or run: what was accepted is collected, what was only intended is decided by the provider's policy. */
async function resumeCall(work: Work, job: JobRow, open: OpenCall, purchase: PurchaseRow): Promise<Step> {
  const { ctx, state, control, generator, fingerprint, fields } = work;
  const isAccepted = purchase.providerRequestId !== null;
  // Whoever knows that was the one who asked, and has given up.
  let known = unrecordedOf(ctx, purchase.id);
  const mayTouch = isAccepted || known !== null || generator.unknownOutcome === "repeatable";
  if (!mayTouch) {
    if ((await outwait(work, job, purchase)) === "changed") return "rest";
    known = unrecordedOf(ctx, purchase.id);
  }
  const taken = await takePurchase({
    ctx,
    state,
    job,
    purchase,
    deadlineAt: deadlineOf(ctx, generator, job, purchase.call),
    fingerprint,
    fields,
  });
  if (taken === "cancelling") control.onCancelling();
  if (taken === "taken") await refresh(work, job);
  if (taken === "cancelling" || taken === "taken") return "rest";
  const mine = state.job(job.jobId);
  if (known?.kind === "answered") return await succeed(work, mine, open, taken, known.result);
  // Accepted meanwhile, by a webhook or whoever looked for it: then the provider says how it went.
  if (known?.kind === "failed" && !isAccepted) {
    await fail(work, mine, taken, known.error, known.otherwise);
    return "rest";
  }
  if (known?.kind === "not-sent" && !isAccepted) {
    forgetUnrecorded(ctx, taken.id);
    return await submit(work, mine, open, taken);
  }
  if (isAccepted) return await collect(work, mine, open, taken, taken.nextCheckAt ?? ctx.clock.now());
  if (generator.unknownOutcome === "repeatable") return await submit(work, mine, open, taken);
  if (generator.unknownOutcome === "adopt") {
    const sureFrom = new Date(purchase.deadlineAt.getTime() + STRAGGLE_MS);
    return await findLost(work, mine, open, taken, sureFrom);
  }
  await lose(work, mine, taken);
  return "rest";
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
    if (unrecordedOf(ctx, purchase.id) !== null) break;
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

function deadlineOf(ctx: Context, generator: Generator, job: JobRow, call: string): Date {
  return new Date(ctx.clock.now().getTime() + generator.deadlineMs(job.genId, call));
}

function newPurchase(options: { work: Work; job: JobRow; claimKey: string; call: CallState }): PurchaseRow {
  const { work, job, claimKey, call } = options;
  const { ctx, state, generator } = work;
  return {
    id: ctx.ids.purchaseId(),
    workspaceId: job.workspaceId,
    videoId: job.videoId,
    runId: job.runId,
    jobId: job.jobId,
    claimKey,
    call: call.call,
    purchaseNumber: Math.max(0, ...call.claims.map((claim) => claim.purchaseNumber)) + 1,
    state: "claimed",
    provider: job.provider,
    model: job.model,
    nonce: ctx.ids.nonce(),
    providerRequestId: null,
    slotKey: generator.window(job.genId, job.model).key,
    sliceEpoch: state.run.sliceEpoch,
    attempts: 1,
    deadlineAt: deadlineOf(ctx, generator, job, call.call),
    nextCheckAt: null,
    maximumMicros: call.maximumMicros,
    costMicros: ZERO_MICROS,
    outcome: null,
    failure: null,
    createdAt: ctx.clock.now(),
    submittedAt: null,
    finishedAt: null,
  };
}
