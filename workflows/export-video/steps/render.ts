import { FatalError } from "workflow";
import { isReelgraphError } from "../../../lib/core/errors";
import { runId } from "../../../lib/core/ids";
import { renderExport } from "../../../lib/services/exports/render-export";
import { asStep, stepContext } from "../../step-context";

export async function render(input: { workspaceId: string; runId: string }): Promise<void> {
  "use step";
  await asStep(async () => {
    try {
      await renderExport({ ctx: await stepContext(input), input: { runId: runId(input.runId) } });
    } catch (error) {
      // The same picture will not decode the next time either.
      if (isReelgraphError(error) && error.code === "render-failed") throw new FatalError(error.message);
      throw error;
    }
  });
}
render.maxRetries = 4;
