import type { RunId } from "../../core/ids";
import type { RunType } from "../../ports/database";
import type { Context } from "../context";
import { countStart, recordWorkflowRun } from "./count-start";

/**
 * Starts the workflow of a committed run row. The start is counted first, by compare-and-set, so that of two starters one goes on;
 * a crash in between leaves a row that the reconciler starts again. `start()` itself has no idempotency key (stack.md). Null when the
 * run has ended or somebody else starts it.
 */
export async function launchRun(options: {
  ctx: Context;
  input: { runId: RunId };
  startWorkflow: (counted: { starts: number; type: RunType }) => Promise<{ runId: string }>;
}): Promise<string | null> {
  const { ctx, input, startWorkflow } = options;
  const counted = await countStart({ ctx, input });
  if (!counted) return null;
  const { runId: workflowRunId } = await startWorkflow(counted);
  await recordWorkflowRun({ ctx, input: { ...input, workflowRunId } });
  const { type, starts } = counted;
  ctx.log.info({ runId: input.runId, type, workflowRunId, start: starts }, "workflow-started");
  return workflowRunId;
}
