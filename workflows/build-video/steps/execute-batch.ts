import { runId } from "../../../lib/core/ids";
import { nextBatch } from "../../../lib/services/runs/next-batch";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

export async function executeBatch(input: {
  workspaceId: string;
  runId: string;
}): Promise<{ done: boolean; sleepMs: number }> {
  "use step";
  return await asStep(async () =>
    nextBatch({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
executeBatch.maxRetries = STEP_RETRIES;
