import { runId } from "../../../lib/core/ids";
import { planRun as planRunService } from "../../../lib/services/runs/plan-run";
import { asStep, STEP_RETRIES, stepContext } from "../../step-context";

export async function planRun(input: { workspaceId: string; runId: string }): Promise<{ live: boolean }> {
  "use step";
  return await asStep(async () =>
    planRunService({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
planRun.maxRetries = STEP_RETRIES;
