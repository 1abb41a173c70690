import { runId } from "../../../lib/core/ids";
import { planRun as planRunService } from "../../../lib/services/runs/plan-run";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

export async function planRun(input: { workspaceId: string; runId: string }): Promise<{ live: boolean }> {
  "use step";
  return await asStep(async () =>
    planRunService({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
planRun.maxRetries = STEP_RETRIES;
