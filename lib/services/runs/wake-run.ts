import type { RunId, VideoId } from "../../core/ids";
import { isRunEnded } from "../../core/run/run-state";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";

export interface WokenRun {
  /** True for the one caller, of however many at once, that has woken a waiting run: it resumes the workflow. */
  woken: boolean;
  runId: RunId;
  videoId: VideoId;
  /** Part of the wake hook's token. */
  starts: number;
}

/**
 * Something has happened to a run: a slice at work hears of it, a waiting run is woken, once, by compare-and-set. A slice that is just
 * closing holds the run's row, so that either it sees what happened or this finds the run waiting.
 */
export async function wakeRun(options: { ctx: Context; input: { runId: RunId } }): Promise<WokenRun> {
  const { ctx, input } = options;
  const id = input.runId;
  const found = await inTenant(ctx, async (repositories) => {
    const { runs } = repositories;
    const atWork = await runs.move({ id, event: "wake", from: ["running", "cancelling"] });
    const woken = atWork ? null : await runs.move({ id, event: "wake", from: ["waiting"] });
    const run = await requireRun(repositories, id);
    // A run that is being cancelled may be asleep as well, and has no state of its own for that.
    const isAsleep = run.status === "cancelling" && run.wakeAt !== null;
    return { run, woken: woken !== null || isAsleep };
  });
  ctx.signals.tell(id);
  const { run, woken } = found;
  return { woken: woken && !isRunEnded(run.status), runId: id, videoId: run.videoId, starts: run.starts };
}
