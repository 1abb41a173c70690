import { getPorts } from "../lib/container";
import { failExport } from "../lib/services/exports/render-export";
import { stalledRuns } from "../lib/services/maintenance/stalled-runs";
import { failRun } from "../lib/services/runs/fail-run";
import { startRun } from "./start-run";
import { stepContext } from "./step-context";

/** About an hour and a half of starting again, once a grace: what is still in the way then will not go away by itself. */
const MOST_STARTS = 100;

/**
 * Starts the workflow of every live run that nobody moves: never started because the process died after the commit, or without a
 * heartbeat for longer than the grace. The run goes on from the ledger; nothing done is done again. One that was started over and over
 * and got nowhere is ended: no run stays "running" for ever.
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
    if (run.starts >= MOST_STARTS) {
      const message = `Given up: started ${run.starts} times, and never got to its end. The server's log says what was in the way.`;
      const end = { ctx: await stepContext(run), input: { runId: run.id, message } };
      await (run.type === "export" ? failExport(end) : failRun(end));
      continue;
    }
    const workflowRunId = await startRun({ workspaceId: run.workspaceId, runId: run.id });
    if (workflowRunId === null) continue;
    restarted.push(run.id);
    ports.log.warn({ runId: run.id, workflowRunId }, "run-restarted");
  }
  return { restarted };
}
