import type { RunRow } from "../../ports/database";
import type { Ports } from "../context";

const MOST_AT_ONCE = 50;

/**
 * Live runs of all workspaces whose heartbeat and wake time are longer past than the grace. While a fresh process resumes workflows
 * by itself (`resumingSince`), only those count that never had one.
 */
export async function stalledRuns(options: { ports: Ports; resumingSince: Date | null }): Promise<RunRow[]> {
  const { database, clock, settings } = options.ports;
  const before = new Date(clock.now().getTime() - settings.runGraceMs);
  const stalled = await database.system(({ runs }) => runs.stalled({ before, limit: MOST_AT_ONCE }));
  const isResuming = options.resumingSince !== null && options.resumingSince > before;
  return isResuming ? stalled.filter((run) => run.workflowRunId === null) : stalled;
}
