import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import type { JobRow, PurchaseRow } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import { insist } from "./insist";
import { asOwner, claimedEvent, eventOf, fenced, layerEvents, refused } from "./ledger-write";
import type { SliceState } from "./slice-state";

/**
 * The intent, before the provider is asked: claims the job, or keeps it claimed for its next call, and opens the purchase. `taken`:
 * that purchase number is another executor's; `full`: all slots of the window are taken, here or in another run; `cancelling`: nothing
 * is bought any more, and this is the place that makes sure.
 */
export async function claimJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
  /** Purchases that may be live under the slot key at a time. */
  slotLimit: number;
}): Promise<"claimed" | "taken" | "full" | "cancelling"> {
  const { ctx, state, job, purchase, fingerprint, fields, slotLimit } = options;
  const at = purchase.createdAt;
  const { claimKey, call, slotKey } = purchase;
  const set = {
    fingerprint,
    madeFrom: fields,
    claimKey,
    startedAt: job.startedAt ?? at,
    // A later call is no further attempt of the job: only what has to be bought again is.
    attempts: job.attempts + (job.state === "ready" ? 1 : 0),
  };
  const write = () =>
    fenced(ctx, state, async ({ purchases, jobs, events }, run) => {
      if (run === "cancelling") return "cancelling";
      const claims = await purchases.ofClaim({ claimKey, call });
      // Its own, when only the answer to the first try was lost: nothing has been asked of the provider yet.
      if (claims.some(({ id }) => id === purchase.id)) return "claimed";
      if ((await purchases.slotsTaken({ slotKey, at: ctx.clock.now() })) >= slotLimit) return "full";
      if (!(await purchases.insert(purchase))) return "taken";
      if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "claim", set })))
        throw refused(job, "claim");
      await events.append([...layerEvents(state, at, job), claimedEvent(state, at, job, set.attempts, call)]);
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
      ...(isNew
        ? [...layerEvents(state, at, job), claimedEvent(state, at, job, claim.attempts, purchase.call)]
        : []),
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
  if (job.state === "submitted" && job.providerRequestId === providerRequestId) return;
  await asOwner(ctx, state, async ({ jobs, events }) => {
    const set = { providerRequestId };
    if (!(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "accept", set })))
      throw refused(job, "accept");
    await events.append([eventOf(state, at, "job-submitted", { jobId: job.jobId, providerRequestId })]);
  });
  state.update(job.jobId, { state: "submitted", providerRequestId });
}
