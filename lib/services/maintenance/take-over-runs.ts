import type { RunRow, TenantRepositories } from "../../ports/database";
import type { Ports } from "../context";

const MOST_AT_ONCE = 10_000;
/** Later than any moment in the database: of live runs all are meant. */
const NEVER = new Date("9999-01-01T00:00:00Z");

/** What the process that takes over has to do, once workflows are being resumed. */
export interface TakenOver {
  /** Committed, and never started: no workflow will be resumed for these. */
  neverStarted: RunRow[];
  /**
   * Asleep over something a provider works on, whose callback may have come while nobody listened; or although its time has come, because
   * the process before was about to end.
   */
  asleep: RunRow[];
}

/**
 * For a process that has its database to itself and begins: whatever is under way in it was a dead process's. Slices are closed, so that
 * the next one need not wait for their silence; intents are over, so that what is done about an unknown outcome is done now and not at
 * the request's deadline; what was accepted is asked for at once. Where other processes share the database this must not be called: their
 * slices are alive, and their requests under way.
 */
export async function takeOverRuns(options: { ports: Ports }): Promise<TakenOver> {
  const { database, clock, log } = options.ports;
  const live = await database.system(({ runs }) => runs.stalled({ before: NEVER, limit: MOST_AT_ONCE }));
  const at = clock.now();
  const asleep: RunRow[] = [];
  for (const run of live) {
    const purchases = await database.tenant(run.workspaceId, (repositories) =>
      takeOver(repositories, run, at),
    );
    const isDue = run.wakeAt !== null && run.wakeAt <= at;
    if (isDue || (purchases > 0 && run.wakeAt !== null)) asleep.push(run);
  }
  if (live.length > 0) log.info({ runs: live.length }, "runs-taken-over");
  // The export behind a generation is started by the generation's own workflow, which is resumed.
  const neverStarted = live.filter((run) => run.workflowRunId === null && !("afterRunId" in run.options));
  return { neverStarted, asleep };
}

/** Returns how many purchases of the run are with a provider. */
async function takeOver(repositories: TenantRepositories, run: RunRow, at: Date): Promise<number> {
  const { runs, purchases } = repositories;
  const { id: runId, epoch, sliceEpoch, videoId } = run;
  if (run.sliceUntil !== null) await runs.closeSlice({ runId, videoId, epoch, sliceEpoch });
  let accepted = 0;
  for (const { id, sliceEpoch: owner, attempts, providerRequestId, deadlineAt } of await purchases.live(
    runId,
  )) {
    if (providerRequestId !== null) {
      await purchases.nextCheck({ id, nextCheckAt: at });
      accepted++;
    } else if (deadlineAt > at) {
      await purchases.takeOver({ id, runId, fromSlice: owner, toSlice: owner, deadlineAt: at, attempts });
    }
  }
  return accepted;
}
