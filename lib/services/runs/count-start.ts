import type { RunId } from "../../core/ids";
import type { RunType } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { requireRun } from "./require-run";

/** Counts a workflow start before it happens; null when the run has ended or somebody else starts it at this moment. */
export async function countStart(options: {
  ctx: Context;
  input: { runId: RunId };
}): Promise<{ starts: number; type: RunType } | null> {
  const { ctx, input } = options;
  return await inTenant(ctx, async (repositories) => {
    const run = await requireRun(repositories, input.runId);
    const at = ctx.clock.now();
    const starts = await repositories.runs.countStart({ id: run.id, from: run.starts, at });
    return starts === null ? null : { starts, type: run.type };
  });
}

export async function recordWorkflowRun(options: {
  ctx: Context;
  input: { runId: RunId; workflowRunId: string };
}): Promise<void> {
  const { ctx, input } = options;
  await inTenant(ctx, ({ runs }) =>
    runs.setWorkflowRun({ id: input.runId, workflowRunId: input.workflowRunId }),
  );
}
