import { getWorld } from "workflow/runtime";
import { getPorts } from "../lib/container";
import { acquireServerLock } from "../lib/server-lock";
import type { Ports } from "../lib/services/context";
import { type TakenOver, takeOverRuns } from "../lib/services/maintenance/take-over-runs";
import { reconcile } from "./reconcile";
import { startRun } from "./start-run";
import { wakeRun } from "./wake-run";

const RECONCILE_EVERY_MS = 15_000;

/**
 * What a self-hosted server does besides answering: holds the data directory, resumes the workflows that a crash cut off
 * (`getWorld().start()`: without it nothing resumes), and does on a timer what cron routes do elsewhere.
 */
export async function startServer(): Promise<void> {
  await acquireServerLock().catch((error: unknown) => {
    // A server without its data directory can answer nothing: say who holds it, and go.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
  const ports = await getPorts();
  const resumingSince = new Date();
  // The embedded database is below the directory that this process has just locked: nobody else can be at work in it.
  const taken = ports.database.kind === "pglite" ? await takenOver(ports) : null;
  await getWorld().start?.();
  const tick = async () => {
    try {
      await reconcile({ resumingSince });
    } catch (error) {
      ports.log.error({ error: String(error) }, "reconcile-failed");
    }
  };
  if (taken) void goOn(ports, taken);
  setTimeout(tick, 1_000).unref();
  setInterval(tick, RECONCILE_EVERY_MS).unref();
}

/** Null when it failed: then dead slices are waited for, as where the database is shared. */
async function takenOver(ports: Ports): Promise<TakenOver | null> {
  try {
    return await takeOverRuns({ ports });
  } catch (error) {
    ports.log.error({ error: String(error) }, "take-over-failed");
    return null;
  }
}

/** What fails here is done by the reconciler a little later. */
async function goOn(ports: Ports, { neverStarted, asleep }: TakenOver): Promise<void> {
  const works = [
    ...neverStarted.map(({ workspaceId, id: runId }) => startRun({ workspaceId, runId })),
    ...asleep.map(({ workspaceId, id: runId }) => wakeRun({ workspaceId, runId, reason: "server started" })),
  ];
  for (const { reason } of (await Promise.allSettled(works)).filter((done) => done.status === "rejected")) {
    ports.log.error({ error: String(reason) }, "take-over-failed");
  }
}
