import { isReelgraphError } from "../../../lib/core/errors";
import { runId } from "../../../lib/core/ids";
import { executeBatch as executeBatchService } from "../../../lib/services/runs/execute-batch";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

const AFTER_LOSING_MS = 2_000;

/** One slice. A slice that lost its run to another executor looks again after a pause instead of fighting for it. */
export async function executeBatch(input: {
  workspaceId: string;
  runId: string;
}): Promise<{ done: boolean; sleepMs: number }> {
  "use step";
  return await asStep(async () => {
    const ctx = await stepContext(input);
    try {
      const batch = await executeBatchService({ ctx, input: { runId: runId(input.runId) } });
      const sleepMs =
        batch.wakeAt === null ? 0 : new Date(batch.wakeAt).getTime() - ctx.clock.now().getTime();
      return { done: batch.done, sleepMs: Math.max(0, sleepMs) };
    } catch (error) {
      if (isReelgraphError(error) && error.code === "stale-epoch")
        return { done: false, sleepMs: AFTER_LOSING_MS };
      throw error;
    }
  });
}
executeBatch.maxRetries = STEP_RETRIES;
