import { FatalError } from "workflow";
import { isReelgraphError } from "../../../lib/core/errors";
import { runId } from "../../../lib/core/ids";
import { renderExport } from "../../../lib/services/exports/render-export";
import { createRenderTurns } from "../../../lib/services/exports/render-turns";
import { asStep, stepContext } from "../../step-context";

/** What fails so often in one process fails for good. */
const MOST_ERRORS = 5;
/** A crash takes one of a step's tries, and an export goes on from the chunks it has kept: crashes alone do not end it. */
const MOST_TRIES = 100;
const errors = new Map<string, number>();
/** A film has its frames drawn on all cores: side by side, films only share them, and the memory is needed for each. */
const turns = createRenderTurns(2);

export async function render(input: { workspaceId: string; runId: string }): Promise<void> {
  "use step";
  await asStep(async () => {
    try {
      await turns.once(input.runId, async () => {
        const ctx = await stepContext(input);
        await renderExport({ ctx, input: { runId: runId(input.runId) }, inTurn: turns.inTurn });
      });
      errors.delete(input.runId);
    } catch (error) {
      // The same picture will not decode the next time either.
      if (isReelgraphError(error) && error.code === "render-failed") throw new FatalError(error.message);
      const count = (errors.get(input.runId) ?? 0) + 1;
      errors.set(input.runId, count);
      if (count < MOST_ERRORS) throw error;
      errors.delete(input.runId);
      throw new FatalError(String(error));
    }
  });
}
render.maxRetries = MOST_TRIES;
