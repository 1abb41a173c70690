import { runId } from "../../../lib/core/ids";
import { failExport } from "../../../lib/services/exports/render-export";
import { asStep, stepContext } from "../../step-context";
import { STEP_RETRIES } from "../../step-retries";

export async function fail(input: { workspaceId: string; runId: string; message: string }): Promise<void> {
  "use step";
  await asStep(async () =>
    failExport({
      ctx: await stepContext(input),
      input: { runId: runId(input.runId), message: input.message },
    }),
  );
}
fail.maxRetries = STEP_RETRIES;
