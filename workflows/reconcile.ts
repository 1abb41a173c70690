import { getPorts } from "../lib/container";
import { restartStalled } from "../lib/services/maintenance/restart-stalled";
import { startRun } from "./start-run";
import { stepContext } from "./step-context";

/** What the cron route and the server's timer do: `restartStalled` over all workspaces. */
export async function reconcile(
  options: {
    /** This process has just begun to resume workflows by itself. */
    resumingSince?: Date;
  } = {},
): Promise<{ restarted: string[] }> {
  return await restartStalled({
    ports: await getPorts(),
    resumingSince: options.resumingSince ?? null,
    contextOf: stepContext,
    start: ({ workspaceId, id }) => startRun({ workspaceId, runId: id }),
  });
}
