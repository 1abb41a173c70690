import pLimit from "p-limit";
import { FatalError } from "workflow";
import { isReelgraphError } from "../../../lib/core/errors";
import { runId } from "../../../lib/core/ids";
import { renderExport } from "../../../lib/services/exports/render-export";
import { asStep, stepContext } from "../../step-context";

/** What fails so often in one process fails for good. */
const MOST_ERRORS = 5;
/** A crash takes one of a step's tries, and an export goes on from the chunks it has kept: crashes alone do not end it. */
const MOST_TRIES = 100;
const errors = new Map<string, number>();
/** A film has its frames drawn on all cores: side by side, films only share them, and the memory is needed for each. */
const FILMS_AT_ONCE = 2;
const inTurn = pLimit(FILMS_AT_ONCE);
/** A second workflow of the same export waits for the first one's film. */
const underWay = new Map<string, Promise<void>>();

export async function render(input: { workspaceId: string; runId: string }): Promise<void> {
  "use step";
  await asStep(async () => {
    try {
      await once(input);
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

async function once(input: { workspaceId: string; runId: string }): Promise<void> {
  const known = underWay.get(input.runId);
  if (known) return await known;
  const work = (async () => {
    const ctx = await stepContext(input);
    await renderExport({ ctx, input: { runId: runId(input.runId) }, inTurn });
  })().finally(() => underWay.delete(input.runId));
  underWay.set(input.runId, work);
  await work;
}
