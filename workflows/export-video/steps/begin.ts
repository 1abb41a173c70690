import { runId } from "../../../lib/core/ids";
import { beginExport } from "../../../lib/services/exports/render-export";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

export async function begin(input: { workspaceId: string; runId: string }): Promise<{ live: boolean }> {
  "use step";
  return await asStep(async () =>
    beginExport({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
begin.maxRetries = STEP_RETRIES;
