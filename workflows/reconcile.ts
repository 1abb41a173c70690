import { getPorts } from "../lib/container";
import { stalledRuns } from "../lib/services/maintenance/stalled-runs";
import { startRun } from "./start-run";

/**
 * Starts the workflow of every live run that nobody moves: never started because the process died after the commit, or without a
 * heartbeat for longer than the grace. The run goes on from the ledger; nothing done is done again.
 */
export async function reconcile(
  options: {
    /** This process has just begun to resume workflows by itself: runs that have one get this long to show a heartbeat. */
    resumingSince?: Date;
  } = {},
): Promise<{ restarted: string[] }> {
  const ports = await getPorts();
  const stalled = await stalledRuns({ ports, resumingSince: options.resumingSince ?? null });
  const restarted: string[] = [];
  for (const run of stalled) {
    const workflowRunId = await startRun({ workspaceId: run.workspaceId, runId: run.id });
    if (workflowRunId === null) continue;
    restarted.push(run.id);
    ports.log.warn({ runId: run.id, workflowRunId }, "run-restarted");
  }
  return { restarted };
}
