import { isReelgraphError } from "../../core/errors";
import type { RunId } from "../../core/ids";
import type { Context } from "../context";
import { executeBatch } from "./execute-batch";

const AFTER_LOSING_MS = 2_000;

/**
 * One slice, as a run's loop wants it: all done, or how long to sleep. A slice that lost its run to another executor looks again after
 * a pause instead of fighting for it.
 */
export async function nextBatch(options: {
  ctx: Context;
  input: { runId: RunId };
}): Promise<{ done: boolean; sleepMs: number }> {
  const { ctx, input } = options;
  try {
    const { done, wakeAt } = await executeBatch({ ctx, input });
    const sleepMs = wakeAt === null ? 0 : new Date(wakeAt).getTime() - ctx.clock.now().getTime();
    return { done, sleepMs: Math.max(0, sleepMs) };
  } catch (error) {
    if (isReelgraphError(error) && error.code === "stale-epoch") {
      return { done: false, sleepMs: AFTER_LOSING_MS };
    }
    throw error;
  }
}
