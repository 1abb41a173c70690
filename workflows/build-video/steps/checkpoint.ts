import { runId } from "../../../lib/core/ids";
import { closeCheckpoints } from "../../../lib/services/runs/close-checkpoints";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

/** Writes the checkpoints of complete layers that a slice did not get to, because it crashed or its time was up. */
export async function checkpoint(input: { workspaceId: string; runId: string }): Promise<void> {
  "use step";
  await asStep(async () =>
    closeCheckpoints({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
checkpoint.maxRetries = STEP_RETRIES;
