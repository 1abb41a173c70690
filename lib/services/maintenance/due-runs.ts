import type { RunRow } from "../../ports/database";
import type { Ports } from "../context";

const MOST_AT_ONCE = 100;
/** A sleeping workflow wakes by itself; only one that is this late is taken care of. */
export const OVERSLEPT_MS = 2_000;

/**
 * What processes that only serve have left to the one that works, in the order of creation: runs that nobody has started, and runs
 * that something has happened to while they sleep.
 */
export async function dueRuns(options: { ports: Ports }): Promise<RunRow[]> {
  const { database, clock } = options.ports;
  const before = new Date(clock.now().getTime() - OVERSLEPT_MS);
  return await database.system(({ runs }) => runs.due({ before, limit: MOST_AT_ONCE }));
}
