import { runId } from "../../../lib/core/ids";
import { failRun } from "../../../lib/services/runs/fail-run";
import { isFatalMessage } from "../../fatal-codes";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

/**
 * Ends the run when going on cannot help. False when it can: a database or store that was away longer than the step tried. Then the
 * workflow fails, the run stays, and the reconciler starts it again.
 */
export async function fail(input: {
  workspaceId: string;
  runId: string;
  message: string;
}): Promise<{ isEnded: boolean }> {
  "use step";
  const { message } = input;
  if (!isFatalMessage(message)) return { isEnded: false };
  return await asStep(async () => {
    await failRun({ ctx: await stepContext(input), input: { runId: runId(input.runId), message } });
    return { isEnded: true };
  });
}
fail.maxRetries = STEP_RETRIES;
