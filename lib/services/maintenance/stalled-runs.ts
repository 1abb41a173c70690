import type { RunRow } from "../../ports/database";
import type { Ports } from "../context";

const MOST_AT_ONCE = 50;
const MOST_LOOKED_AT = 10_000;
/** A run that was started again and again is waited for up to so many graces: perhaps it only stands in a queue. */
const MOST_GRACES = 8;

/**
 * Live runs of all workspaces whose heartbeat and wake time are longer past than the grace, which doubles with each start. While a
 * fresh process resumes workflows by itself (`resumingSince`), only those count that never had one.
 */
export async function stalledRuns(options: { ports: Ports; resumingSince: Date | null }): Promise<RunRow[]> {
  const { database, clock, settings } = options.ports;
  const now = clock.now().getTime();
  const before = new Date(now - settings.runGraceMs);
  const silent = await database.system(({ runs }) => runs.stalled({ before, limit: MOST_LOOKED_AT }));
  const stalled = silent.filter(({ starts, heartbeatAt, wakeAt, createdAt }) => {
    const graces = Math.min(MOST_GRACES, 2 ** Math.max(0, starts - 1));
    const last = Math.max((heartbeatAt ?? createdAt).getTime(), wakeAt?.getTime() ?? 0);
    return now - last >= settings.runGraceMs * graces;
  });
  const isResuming = options.resumingSince !== null && options.resumingSince > before;
  const lost = isResuming ? stalled.filter((run) => run.workflowRunId === null) : stalled;
  return lost.slice(0, MOST_AT_ONCE);
}
