import { runId } from "../../../lib/core/ids";
import { finalizeRun } from "../../../lib/services/runs/finalize-run";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

export async function finalize(input: {
  workspaceId: string;
  runId: string;
}): Promise<{ status: string; exportRunId: string | null }> {
  "use step";
  return await asStep(async () =>
    finalizeRun({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
finalize.maxRetries = STEP_RETRIES;
