import { ReelgraphError } from "../../../core/errors";
import type { RunState } from "../../../core/run/run-state";
import type { JobRow, NewEvent, TenantRepositories } from "../../../ports/database";
import { type Context, inTenant } from "../../context";
import type { SliceState } from "./slice-state";

/*
 * What every write of a slice to the ledger has in common. The writes themselves are the protocol: who may write what, and what is
 * written with it, one transaction each, with the change of the slice's own picture behind it (ledger-moves.ts, ledger-ends.ts).
 */

/** One transaction of a slice: refused as a whole (`stale-epoch`) when the run or the slice has gone to another executor. */
export async function fenced<T>(
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
 * is the fence then: `work` has to finish it, which only its owner can, or to see that it still is the owner's.
 */
export async function asOwner<T>(
  ctx: Context,
  state: SliceState,
  work: (repositories: TenantRepositories) => Promise<T>,
): Promise<T> {
  return await inTenant(ctx, async (repositories) => {
    await repositories.runs.assertLease(state.fence);
    return await work(repositories);
  });
}

export function eventOf(state: SliceState, at: Date, type: string, data: Record<string, unknown>): NewEvent {
  return { videoId: state.run.videoId, runId: state.run.id, type, at, data };
}

/** `layer-started` with the first job of a layer that starts. */
export function layerEvents(state: SliceState, at: Date, job: JobRow): NewEvent[] {
  return state.opensLayer(job) ? [eventOf(state, at, "layer-started", { layer: job.layer })] : [];
}

export function claimedEvent(
  state: SliceState,
  at: Date,
  job: JobRow,
  attempt: number,
  call: string,
): NewEvent {
  const { jobId, provider, model } = job;
  const which = call === "main" ? {} : { call };
  return eventOf(state, at, "job-claimed", { jobId, provider, model, attempt, ...which });
}

/** A write that the state table refused although the fence held: a race that somebody else won, never to be papered over. */
export function refused(job: JobRow, event: string): ReelgraphError {
  return new ReelgraphError({
    code: "stale-epoch",
    message: `${job.jobId} refused "${event}": somebody else moved it.`,
  });
}
