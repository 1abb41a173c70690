import type { RunRow } from "../../ports/database";
import type { Ports } from "../context";

const MOST_AT_ONCE = 50;

/** Live runs of all workspaces whose heartbeat and wake time are longer past than the grace. */
export async function stalledRuns(options: { ports: Ports }): Promise<RunRow[]> {
  const { database, clock, settings } = options.ports;
  const before = new Date(clock.now().getTime() - settings.runGraceMs);
  return await database.system(({ runs }) => runs.stalled({ before, limit: MOST_AT_ONCE }));
}
