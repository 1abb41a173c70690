import { ZERO_MICROS } from "../../../core/money/micro-usd";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import type { GenerationResult, Generator } from "../../../ports/generator";
import type { Context } from "../../context";
import { askProvider } from "./ask-provider";
import { buildRequest } from "./build-request";
import { claimOf } from "./dispatch";
import { succeed } from "./end-purchase";
import { recordCancelled } from "./ledger-ends";
import { recordAccepted } from "./ledger-moves";
import { type CallState, callStates, type OpenCall } from "./provider-calls";
import type { SliceState } from "./slice-state";
import type { SliceControl, Work } from "./work";

/** A provider that cannot be asked for so long has nothing to give any more. */
const GIVE_UP_MS = 60 * 60_000;
const ASK_AGAIN_MS = 5_000;

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
  if (purchase.providerRequestId !== null) return await callOffAccepted(work, job, purchase);
  if (generator.unknownOutcome === "repeatable") return await cancelled(work, job, purchase, ZERO_MICROS);
  if (purchase.deadlineAt.getTime() > now) return later(purchase.deadlineAt.getTime());
  if (generator.unknownOutcome === "resubmit-once" || now - purchase.createdAt.getTime() > GIVE_UP_MS) {
    return await cancelled(work, job, purchase, purchase.maximumMicros);
  }
  const found = await look(work, job, purchase);
  if (found === "unanswered") return later(now + ASK_AGAIN_MS);
  if (found === null) return await cancelled(work, job, purchase, ZERO_MICROS);
  const { providerRequestId } = found;
  await recordAccepted({ ctx, state, job, purchase, providerRequestId, nextCheckAt: ctx.clock.now() });
  await callOffAccepted(work, state.job(job.jobId), { ...purchase, providerRequestId, state: "submitted" });
}

async function cancelled(
  { ctx, state }: Work,
  job: JobRow,
  purchase: PurchaseRow,
  lostMicros: PurchaseRow["costMicros"],
): Promise<void> {
  await recordCancelled({ ctx, state, jobs: [{ job, purchase, lostMicros }] });
}

/** Called off first, then asked: whichever came first, the cancel or the end of the work, the answer says. */
async function callOffAccepted(work: Work, job: JobRow, purchase: PurchaseRow): Promise<void> {
  const { ctx, generator } = work;
  const providerRequestId = purchase.providerRequestId ?? "";
  const open = await openCall(work, job, purchase);
  const deadlineMs = generator.deadlineMs(job.genId, purchase.call);
  const stop = work.control.hardStop;
  const told = await askProvider({
    clock: ctx.clock,
    call: () => generator.cancel(providerRequestId),
    deadlineMs,
    hardStop: stop,
  });
  if (told.kind !== "answered") {
    // Best effort: a provider that will not hear of it must not keep a run from ending.
    ctx.log.warn({ jobId: job.jobId, providerRequestId, answer: told.kind }, "cancel-not-heard");
  }
  const request = buildRequest({ ...work, job, call: open.call, made: open.made, nonce: purchase.nonce });
  const answer = await askProvider({
    clock: ctx.clock,
    call: (signal) => generator.check({ providerRequestId, request, signal }),
    deadlineMs,
    hardStop: stop,
  });
  const finished = answer.kind === "answered" && answer.value.kind === "finished" ? answer.value : null;
  if (finished) await keep(work, job, open, purchase, finished);
  else await cancelled(work, job, purchase, ZERO_MICROS);
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
  }
}

async function look(
  work: Work,
  job: JobRow,
  purchase: PurchaseRow,
): Promise<{ providerRequestId: string } | null | "unanswered"> {
  const { ctx, generator, control } = work;
  const open = await openCall(work, job, purchase);
  const request = buildRequest({ ...work, job, call: open.call, made: open.made, nonce: purchase.nonce });
  const { provider, createdAt } = purchase;
  const answer = await askProvider({
    clock: ctx.clock,
    call: async (signal) => {
      if (!generator.find) throw new Error(`${provider} says "adopt" and cannot look for anything.`);
      return await generator.find({
        request,
        submittedAfter: createdAt,
        isClaimed: (providerRequestId) =>
          ctx.database.system(({ purchases }) => purchases.isKnown({ provider, providerRequestId })),
        signal,
      });
    },
    deadlineMs: generator.deadlineMs(job.genId, purchase.call),
    hardStop: control.hardStop,
  });
  return answer.kind === "answered" ? answer.value : "unanswered";
}

async function openCall(work: Work, job: JobRow, purchase: PurchaseRow): Promise<OpenCall> {
  const { claimKey } = purchase;
  const calls = await callStates({ ...work, job, claimKey });
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
