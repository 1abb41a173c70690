import { type MicroUsd, ZERO_MICROS } from "../../../core/money/micro-usd";
import { isGeneratorFailure } from "../../../core/run/failure";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { CheckResult, GenerationResult, Generator } from "../../../ports/generator";
import type { Context } from "../../context";
import { type Answer, askProvider } from "./ask-provider";
import { buildRequest } from "./build-request";
import { claimOf } from "./dispatch";
import { succeed } from "./end-purchase";
import { insist } from "./insist";
import { recordCancelled } from "./ledger-ends";
import { recordAccepted } from "./ledger-moves";
import { lookFor, STRAGGLE_MS } from "./look-for";
import { type CallState, callStates, type OpenCall } from "./provider-calls";
import type { SliceState } from "./slice-state";
import { forgetUnrecorded, unrecordedOf } from "./unrecorded";
import type { SliceControl, Work } from "./work";
import { writeOutcome } from "./write-outcome";

const ASK_AGAIN_MS = 5_000;
/** A provider that does not answer for a moment must not cost what it has finished, or goes on with. */
const ASKED_AT_MOST = 3;
const ASK_SOON_MS = 1_000;

/**
 * Ends a purchase of a run that is being cancelled. What the provider still works on is called off; what it had finished by then is
 * kept; an intent nobody answered is looked for, or waited out, because somebody may still be at it and it may have cost something.
 * Sets `control.waiting` when it has to be tried again later.
 */
export async function callOff(options: {
  ctx: Context;
  state: SliceState;
  control: SliceControl;
  generator: Generator;
  job: JobRow;
  purchase: PurchaseRow;
}): Promise<void> {
  const { ctx, state, control, generator, job, purchase } = options;
  const { fields, fingerprint } = claimOf({ ctx, state, job });
  const work: Work = { ctx, state, control, generator, fields, fingerprint };
  const later = (moment: number) => {
    control.waiting.set(job.jobId, new Date(moment));
  };
  const now = ctx.clock.now().getTime();
  control.waiting.delete(job.jobId);
  const known = unrecordedOf(ctx, purchase.id);
  if (known?.kind === "answered") {
    return await keep(work, job, await openCall(work, job, purchase), purchase, known.result);
  }
  if (known !== null && purchase.providerRequestId === null) {
    const lost = known.kind === "failed" ? (known.error.costMicros ?? known.otherwise) : ZERO_MICROS;
    await cancelled(work, job, purchase, lost);
    return forgetUnrecorded(ctx, purchase.id);
  }
  if (purchase.providerRequestId !== null) {
    return (await callOffAccepted(work, job, purchase)) === "cut" ? later(now) : undefined;
  }
  if (generator.unknownOutcome === "repeatable") return await cancelled(work, job, purchase, ZERO_MICROS);
  if (purchase.deadlineAt.getTime() > now) return later(purchase.deadlineAt.getTime());
  if (generator.unknownOutcome === "resubmit-once") {
    return await cancelled(work, job, purchase, purchase.maximumMicros);
  }
  const sureFrom = new Date(purchase.deadlineAt.getTime() + STRAGGLE_MS);
  const open = await openCall(work, job, purchase);
  const seen = await lookFor({ work, job, open, purchase, sureFrom });
  switch (seen.kind) {
    case "cut":
      return later(now);
    case "unsure":
      return later(seen.notBefore?.getTime() ?? now + ASK_AGAIN_MS);
    case "absent":
      return await cancelled(work, job, purchase, ZERO_MICROS);
    case "forgotten":
      return await cancelled(work, job, purchase, purchase.maximumMicros);
    case "found": {
      const { providerRequestId, nextCheckAt } = seen;
      await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt });
      const accepted: PurchaseRow = { ...purchase, providerRequestId, state: "submitted" };
      if ((await callOffAccepted(work, state.job(job.jobId), accepted)) === "cut") later(now);
    }
  }
}

async function cancelled(
  { ctx, state }: Work,
  job: JobRow,
  purchase: PurchaseRow,
  lost: PurchaseRow["costMicros"],
): Promise<void> {
  await recordCancelled({ ctx, state, jobs: [{ job, purchase, lostMicros: lost }] });
}

/**
 * Called off first, then asked: whichever came first, the cancel or the end of the work, the answer says. `cut`: the slice had to
 * return, and it is the next one's.
 */
async function callOffAccepted(work: Work, job: JobRow, purchase: PurchaseRow): Promise<"done" | "cut"> {
  const { ctx, generator } = work;
  const providerRequestId = purchase.providerRequestId ?? "";
  const open = await openCall(work, job, purchase);
  const deadlineMs = generator.deadlineMs(job.genId, purchase.call);
  const stop = work.control.hardStop;
  const base = { clock: ctx.clock, deadlineMs, hardStop: stop };
  const told = await askPatiently({ ...base, call: () => generator.cancel(providerRequestId) });
  if (told.kind === "cut") return "cut";
  if (told.kind !== "answered") {
    // Best effort: a provider that will not hear of it must not keep a run from ending.
    ctx.log.warn({ jobId: job.jobId, providerRequestId, answer: told.kind }, "cancel-not-heard");
  }
  const request = buildRequest({ ...work, job, call: open.call, made: open.made, nonce: purchase.nonce });
  const answer = await askPatiently({
    ...base,
    call: (signal) => generator.check({ providerRequestId, request, signal }),
  });
  if (answer.kind === "cut") return "cut";
  if (answer.kind === "answered" && answer.value.kind === "finished") {
    await keep(work, job, open, purchase, answer.value);
    return "done";
  }
  await cancelled(work, job, purchase, lostMicros(purchase, told, answer));
  return "done";
}

/** Asks again where nobody could be asked: what a provider says of the work itself is a GeneratorFailure. */
async function askPatiently<T>(options: Parameters<typeof askProvider<T>>[0]): Promise<Answer<T>> {
  for (let asked = 1; ; asked++) {
    const answer = await askProvider(options);
    const isNoAnswer = answer.kind === "failed" && !isGeneratorFailure(answer.error);
    if (!isNoAnswer || asked === ASKED_AT_MOST) return answer;
    await options.clock.sleep(ASK_SOON_MS, options.hardStop);
  }
}

/** What a purchase counts as that brought nothing: what its failure says, nothing if it was stopped, and else its full price. */
function lostMicros(
  { maximumMicros }: PurchaseRow,
  told: Answer<void>,
  answer: Answer<CheckResult>,
): MicroUsd {
  if (answer.kind === "failed" && isGeneratorFailure(answer.error)) {
    return answer.error.costMicros ?? ZERO_MICROS;
  }
  return told.kind === "answered" && answer.kind === "answered" ? ZERO_MICROS : maximumMicros;
}

async function keep(
  work: Work,
  job: JobRow,
  open: OpenCall,
  purchase: PurchaseRow,
  result: GenerationResult,
): Promise<void> {
  const { ctx, state } = work;
  const step = await succeed(work, job, open, purchase, result);
  const now = state.job(job.jobId);
  // One call of several, or a result that was not valid: the job itself goes no further.
  if (step === "next-call" || now.finishedAt === null) {
    await recordCancelled({ ctx, state, jobs: [{ job: now, purchase: null, lostMicros: ZERO_MICROS }] });
    return;
  }
  await insist(ctx, () => writeOutcome({ ctx, revision: state.run.revision, job: now }));
}

async function openCall(work: Work, job: JobRow, purchase: PurchaseRow): Promise<OpenCall> {
  const { claimKey } = purchase;
  const { calls } = await callStates({ ...work, job, claimKey });
  const index = Math.max(
    0,
    calls.findIndex(({ call }) => call === purchase.call),
  );
  return {
    call: calls[index] as CallState,
    made: calls.slice(0, index).flatMap(({ made }) => made ?? []),
    isLast: index === calls.length - 1,
  };
}
