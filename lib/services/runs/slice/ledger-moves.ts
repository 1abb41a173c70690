import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import { admit } from "../../../core/limits/admit";
import { windowFrom } from "../../../core/limits/window";
import type { JobChange, JobRow, PurchaseRow, TenantRepositories } from "../../../ports/database";
import type { SlotWindow } from "../../../ports/generator";
import { type Context, inTenant } from "../../context";
import { insist } from "./insist";
import { asOwner, claimedEvent, eventOf, fenced, layerEvents, refused } from "./ledger-write";
import { tellOfRoom } from "./room";
import type { SliceState } from "./slice-state";
import { applied, isAdaptive, type Lesson, laneOf, policyOf } from "./window-knowledge";

/** What became of an intent; see claimJob. */
interface Claimed {
  kind: "claimed" | "taken" | "full" | "cancelling";
  /** With `full`: asking again before that is in vain. */
  notBefore?: Date;
}

interface Intent {
  job: JobRow;
  purchase: PurchaseRow;
  set: JobChange;
  attempt: number;
  window: SlotWindow;
  tokens: number;
}

/**
 * The intent, before the provider is asked: claims the job, or keeps it claimed for its next call, and opens the purchase. `taken`:
 * that purchase number is another executor's; `full`: the window has no room for it now, or it is another's turn; `cancelling`: nothing
 * is bought any more, and this is the place that makes sure.
 */
export async function claimJob(options: {
  ctx: Context;
  state: SliceState;
  job: JobRow;
  purchase: PurchaseRow;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
  /** The window it takes a slot of, and the most tokens it can use there. */
  window: SlotWindow;
  tokens: number;
}): Promise<Claimed> {
  const { ctx, state, job, purchase, fingerprint, fields, window, tokens } = options;
  // A later call is no further attempt of the job: only what has to be bought again is.
  const attempt = job.attempts + (job.state === "ready" ? 1 : 0);
  const set = {
    fingerprint,
    madeFrom: fields,
    claimKey: purchase.claimKey,
    startedAt: job.startedAt ?? purchase.createdAt,
    attempts: attempt,
  };
  const intents = state.group("claim", (group: readonly Intent[]) => writeIntents(ctx, state, group));
  return await insist(ctx, () => intents.add({ job, purchase, set, attempt, window, tokens }));
}

/** Which intents of one window may be bought now: as many as have room, and with limits that are learnt, whose turn it is. */
async function admitIntents(
  ctx: Context,
  state: SliceState,
  { purchases, windows, limits }: TenantRepositories,
  wanting: readonly Intent[],
): Promise<{ fitting: Intent[]; notBefore: Date | null; told: Lesson[] }> {
  const { window, purchase } = wanting[0] as Intent;
  const { slotKey, workspaceId } = purchase;
  const at = ctx.clock.now();
  const now = at.getTime();
  const taken = await purchases.slotsTaken({ slotKey, at });
  if (!isAdaptive(window)) {
    return { fitting: wanting.slice(0, Math.max(0, window.limit - taken)), notBefore: null, told: [] };
  }
  // The workspace's own limit: what is beyond it asks for nothing, and stands in nobody's way.
  const most = (await limits.find()).requestsAtATime[purchase.provider];
  const room = most === undefined ? wanting.length : most - (await purchases.ownSlotsTaken({ slotKey, at }));
  const allowed = wanting.slice(0, Math.max(0, room));
  if (allowed.length === 0) return { fitting: [], notBefore: null, told: [] };
  const known = windowFrom(await windows.hold(slotKey), policyOf(window));
  const told = state.windows.untold(slotKey);
  const learnt = told.reduce((before, lesson) => applied(lesson, before, now), known);
  const admission = admit({
    state: learnt,
    now,
    taken,
    asker: { workspaceId, runId: state.run.id },
    wants: allowed.map((intent) => ({ lane: laneOf(intent.window), tokens: intent.tokens })),
  });
  if (admission.state !== known) await windows.keep(slotKey, admission.state);
  state.windows.saw(slotKey, admission.state);
  const { granted, notBefore } = admission;
  return {
    fitting: allowed.filter((_, index) => granted[index]),
    notBefore: notBefore === null ? null : new Date(notBefore),
    told,
  };
}

async function writeIntents(ctx: Context, state: SliceState, intents: readonly Intent[]): Promise<Claimed[]> {
  let told: Lesson[] = [];
  const outcomes = await fenced(ctx, state, async (repositories, run): Promise<Map<Intent, Claimed>> => {
    const { purchases, jobs, events } = repositories;
    told = [];
    if (run === "cancelling") return new Map(intents.map((intent) => [intent, { kind: "cancelling" }]));
    const fitting: Intent[] = [];
    const holdUps = new Map<Intent, Date>();
    // Always in the same order: who holds one window and waits for another waits for nobody who waits for the first.
    for (const slotKey of [...new Set(intents.map(({ purchase }) => purchase.slotKey))].sort()) {
      const wanting = intents.filter(({ purchase }) => purchase.slotKey === slotKey);
      const admitted = await admitIntents(ctx, state, repositories, wanting);
      fitting.push(...admitted.fitting);
      told.push(...admitted.told);
      if (admitted.notBefore === null) continue;
      for (const intent of wanting) holdUps.set(intent, admitted.notBefore);
    }
    const inserted = await purchases.insertAll(fitting.map(({ purchase }) => purchase));
    const bought = fitting.filter(({ purchase }) => inserted.has(purchase.id));
    const moves = bought.map(({ job, set }) => ({ jobId: job.jobId, set }));
    const moved = await jobs.moveAll({ runId: state.run.id, event: "claim", moves });
    for (const { job } of bought) if (!moved.has(job.jobId)) throw refused(job, "claim");
    await events.append(
      bought.flatMap(({ job, purchase: { createdAt: at, call }, attempt }) => [
        ...layerEvents(state, at, job),
        claimedEvent(state, at, job, attempt, call),
      ]),
    );
    const decided = new Map<Intent, Claimed>(bought.map((intent) => [intent, { kind: "claimed" }]));
    const others = intents.filter((intent) => !decided.has(intent));
    const claims =
      others.length > 0 ? await purchases.ofClaims(others.map(({ purchase }) => purchase.claimKey)) : [];
    const known = new Set(claims.map(({ id }) => id));
    for (const intent of others) {
      // Its own, when only the answer to the first try was lost: nothing has been asked of the provider yet.
      const isOwn = known.has(intent.purchase.id);
      const kind = isOwn ? "claimed" : fitting.includes(intent) ? "taken" : "full";
      const notBefore = holdUps.get(intent);
      decided.set(intent, { kind, ...(notBefore ? { notBefore } : {}) });
    }
    return decided;
  });
  state.windows.told(told);
  return intents.map((intent) => {
    const outcome = outcomes.get(intent) ?? { kind: "taken" };
    if (outcome.kind === "claimed") state.update(intent.job.jobId, { ...intent.set, state: "claimed" });
    return outcome;
  });
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

/**
 * The provider is done with a purchase, and what it made is not stored yet: its slot is another one's. A ledger that cannot say so now
 * will when the purchase ends.
 */
export async function freeSlot(options: {
  ctx: Context;
  state: SliceState;
  purchase: PurchaseRow;
}): Promise<boolean> {
  const { ctx, state, purchase } = options;
  const freed = state.group("free", async (group: readonly PurchaseRow[]) => {
    await inTenant(ctx, ({ purchases }) => purchases.freeSlots(group.map(({ id }) => id)));
    tellOfRoom(ctx, group);
    return group.map(() => true);
  });
  return await freed.add(purchase).catch(() => false);
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
  await asOwner(ctx, state, async ({ purchases, jobs, events }) => {
    const set = { providerRequestId };
    const claims = await purchases.ofClaim(purchase);
    const isOwn = claims.some(
      ({ id, sliceEpoch }) => id === purchase.id && sliceEpoch === purchase.sliceEpoch,
    );
    // Whoever has taken it over meanwhile moves the job; what was stored above is all they need.
    if (!isOwn || !(await jobs.move({ runId: job.runId, jobId: job.jobId, event: "accept", set })))
      throw refused(job, "accept");
    await events.append([eventOf(state, at, "job-submitted", { jobId: job.jobId, providerRequestId })]);
  });
  state.update(job.jobId, { state: "submitted", providerRequestId });
}
