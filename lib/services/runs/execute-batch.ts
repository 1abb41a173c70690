import type { RunId } from "../../core/ids";
import { withChoices } from "../../core/plan/choices";
import { isRunEnded } from "../../core/run/run-state";
import type { JobRow, PurchaseRow, RunRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { frozenChoices } from "../plans/planning-head";
import { loadHead } from "../videos/load-head";
import { requireRun, requireVideo } from "./require-run";
import { filedDocuments } from "./slice/filed-documents";
import { SLICE_ALIVE_MS, Slice } from "./slice/slice";
import { SliceState } from "./slice/slice-state";
import { knownWindows } from "./slice/window-knowledge";

/** A process that is asked to end takes no slice: soon there is another one, or this one again. */
const NEXT_PROCESS_MS = 15_000;

export interface BatchResult {
  /** Every job has ended: on to `finalize`. */
  done: boolean;
  /** When something can happen next, ISO; null when done. */
  wakeAt: string | null;
  counts: { succeeded: number; failed: number; skipped: number; blocked: number; open: number };
}

/**
 * One time slice of a run (runner.md, The shape): keeps every provider's window full from the ready set, most urgent first, and
 * starts a job the moment its dependencies are committed. Returns counts, never data. While another executor's slice is alive it does
 * nothing and says when to look again. Throws `stale-epoch` when the run goes to another executor meanwhile.
 */
export async function executeBatch(options: { ctx: Context; input: { runId: RunId } }): Promise<BatchResult> {
  const { ctx, input } = options;
  if (ctx.signals.isClosing) {
    const wakeAt = new Date(ctx.clock.now().getTime() + NEXT_PROCESS_MS).toISOString();
    return { done: false, wakeAt, counts: countsOf([]) };
  }
  const opened = await openSlice(ctx, input.runId);
  if (opened.kind === "ended") return { done: true, wakeAt: null, counts: countsOf([]) };
  if (opened.kind === "busy") {
    return { done: false, wakeAt: opened.until.toISOString(), counts: countsOf(opened.jobs) };
  }
  const { state } = opened;
  const slice = new Slice(ctx, state, opened.live, await filedDocuments(ctx, state));
  try {
    await slice.work();
  } catch (error) {
    await closeSlice({ ctx, state, planned: ctx.clock.now(), knowsOfCancel: true }).catch(() => {});
    throw error;
  }
  const { knowsOfCancel } = slice;
  const wakeAt = await closeSlice({ ctx, state, planned: slice.wakeAt(), knowsOfCancel });
  return {
    done: wakeAt === null,
    wakeAt: wakeAt?.toISOString() ?? null,
    counts: countsOf([...state.jobs.values()]),
  };
}

type Opened =
  | { kind: "ended" }
  | { kind: "busy"; until: Date; jobs: JobRow[] }
  | { kind: "opened"; state: SliceState; live: Map<string, PurchaseRow> };

async function openSlice(ctx: Context, id: RunId): Promise<Opened> {
  const at = ctx.clock.now();
  const until = new Date(at.getTime() + SLICE_ALIVE_MS);
  const loaded = await inTenant(ctx, async (repositories) => {
    await repositories.runs.move({ id, event: "wake", set: { wakeAt: null } });
    const taken = await repositories.runs.takeSlice({ id, at, until });
    const run = taken ?? (await requireRun(repositories, id));
    const jobs = await repositories.jobs.ofRun(id);
    return {
      run,
      isTaken: taken !== null,
      jobs,
      live: await repositories.purchases.live(id),
      video: await requireVideo(repositories, run.videoId),
      buried: await repositories.tombstones.paths(run.videoId),
      windows: taken === null ? [] : await knownWindows(ctx, repositories, jobs),
    };
  });
  const { run, isTaken, jobs, live, video, buried, windows } = loaded;
  if (isRunEnded(run.status)) return { kind: "ended" };
  if (!isTaken) return { kind: "busy", until: busyUntil(run, until), jobs };
  const head = withChoices(await loadHead({ ctx, video }), frozenChoices(run));
  const state = new SliceState(run, jobs, head, buried);
  for (const [key, window] of windows) state.windows.saw(key, window);
  return { kind: "opened", state, live: new Map(live.map((purchase) => [purchase.jobId, purchase])) };
}

/** A run that is not planned yet is nobody's slice either: it is looked at again like one. */
function busyUntil(run: RunRow, otherwise: Date): Date {
  return run.sliceUntil ?? otherwise;
}

/**
 * The run row says until when nothing happens, so that the reconciler does not take a sleeping run for a dead one. Returns when the next
 * slice has something to do: earlier than planned when a webhook or a cancel came while this one was closing.
 */
async function closeSlice(options: {
  ctx: Context;
  state: SliceState;
  planned: Date | null;
  knowsOfCancel: boolean;
}): Promise<Date | null> {
  const { ctx, state, knowsOfCancel } = options;
  const { fence } = state;
  const { runId } = fence;
  return await inTenant(ctx, async ({ runs, purchases }) => {
    const status = await runs.assertFence(fence);
    await runs.closeSlice(fence);
    if (options.planned === null) return null;
    // Whoever cancelled found a slice at work, and woke nobody.
    const planned = status === "cancelling" && !knowsOfCancel ? ctx.clock.now() : options.planned;
    const checks = (await purchases.live(runId)).map(({ nextCheckAt }) => nextCheckAt ?? planned);
    const wakeAt = new Date(Math.min(planned.getTime(), ...checks.map((moment) => moment.getTime())));
    await runs.move({ id: runId, event: "wait", set: { wakeAt } });
    return wakeAt;
  });
}

function countsOf(jobs: readonly JobRow[]): BatchResult["counts"] {
  const count = (...states: JobRow["state"][]) => jobs.filter((job) => states.includes(job.state)).length;
  return {
    succeeded: count("succeeded"),
    failed: count("failed"),
    skipped: count("skipped"),
    blocked: count("blocked"),
    open: count("ready", "claimed", "submitted"),
  };
}
