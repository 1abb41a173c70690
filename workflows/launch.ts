import { runId } from "../lib/core/ids";
import type { RunType } from "../lib/ports/database";
import { countStart, recordWorkflowRun } from "../lib/services/runs/count-start";
import { stepContext } from "./step-context";

export interface RunToStart {
  workspaceId: string;
  runId: string;
}

/**
 * Starts the workflow of a committed run row. The start is counted first, by compare-and-set, so that of two starters one goes on;
 * a crash in between leaves a row that the reconciler starts again. `start()` itself has no idempotency key (stack.md).
 */
export async function launch(
  input: RunToStart,
  startWorkflow: (counted: { starts: number; type: RunType }) => Promise<{ runId: string }>,
): Promise<string | null> {
  const ctx = await stepContext(input);
  const id = runId(input.runId);
  const counted = await countStart({ ctx, input: { runId: id } });
  if (!counted) return null;
  const run = await startWorkflow(counted);
  await recordWorkflowRun({ ctx, input: { runId: id, workflowRunId: run.runId } });
  const { type, starts } = counted;
  ctx.log.info({ runId: id, type, workflowRunId: run.runId, start: starts }, "workflow-started");
  return run.runId;
}
