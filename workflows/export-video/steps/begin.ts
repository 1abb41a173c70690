import { runId } from "../../../lib/core/ids";
import { beginExport } from "../../../lib/services/exports/render-export";
import { asStep, STEP_RETRIES, stepContext } from "../../step-context";

export async function begin(input: { workspaceId: string; runId: string }): Promise<{ live: boolean }> {
  "use step";
  return await asStep(async () =>
    beginExport({ ctx: await stepContext(input), input: { runId: runId(input.runId) } }),
  );
}
begin.maxRetries = STEP_RETRIES;
