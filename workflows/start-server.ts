import { getWorld } from "workflow/runtime";
import { credentialDesk, getArchives, getBackupShelf, getConfig, getPorts } from "../lib/container";
import { acquireServerLock } from "../lib/server-lock";
import type { Ports } from "../lib/services/context";
import { resealCredentials } from "../lib/services/credentials/reseal-credentials";
import { backupStanding } from "../lib/services/maintenance/backup/backup-alarm";
import { makeDailyBackup } from "../lib/services/maintenance/backup/daily-backup";
import { tellOfBudget } from "../lib/services/maintenance/budget-alert";
import { VERSION } from "../lib/services/maintenance/check-readiness";
import { cleanOrphans, lastCleaned } from "../lib/services/maintenance/clean/clean-orphans";
import { type TakenOver, takeOverRuns } from "../lib/services/maintenance/take-over-runs";
import { pickUp } from "./pick-up";
import { reconcile } from "./reconcile";
import { startRun } from "./start-run";
import { wakeRun } from "./wake-run";

const RECONCILE_EVERY_MS = 15_000;
/** How often it is asked whether a day has gone by since the last cleaning, whoever did it. */
const CLEAN_LOOK_EVERY_MS = 10 * 60_000;
const CLEAN_EVERY_MS = 24 * 60 * 60_000;
/** How often it is asked whether a day has gone by since the last backup; one that failed is tried again then. */
const BACKUP_LOOK_EVERY_MS = 10 * 60_000;
const BACKUP_FIRST_LOOK_MS = 60_000;
/** How often the month's costs are held against the operator's budget. */
const BUDGET_LOOK_EVERY_MS = 5 * 60_000;
/** How often the log says that one is missing. */
const BACKUP_ALARM_EVERY_MS = 60 * 60_000;
/** How long a request to a process that only serves waits at most until it is worked on. */
const PICK_UP_EVERY_MS = 300;

/**
 * What a self-hosted server does besides answering: holds the data directory, resumes the workflows that a crash cut off
 * (`getWorld().start()`: without it nothing resumes), and does on a timer what cron routes do elsewhere. One that only serves does
 * none of it: the worker picks up what it writes down.
 */
export async function startServer(): Promise<void> {
  await acquireServerLock().catch((error: unknown) => {
    // A server without its data directory can answer nothing: say who holds it, and go.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
  const ports = await getPorts();
  // What is being paid for is answered and written down before this process ends: cut off, it may have to be bought again.
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => ports.signals.close());
  const { role } = getConfig();
  if (role === "web") return;
  const resumingSince = new Date();
  // The embedded database is below the directory that this process has just locked: nobody else can be at work in it.
  await resealed(ports);
  const taken = ports.database.kind === "pglite" ? await takenOver(ports) : null;
  await startWorld(ports);
  ports.log.info({ milliseconds: Math.round(process.uptime() * 1_000) }, "server-started");
  const tick = async () => {
    if (ports.signals.isClosing) return;
    try {
      await reconcile({ resumingSince });
    } catch (error) {
      ports.log.error({ error: String(error) }, "reconcile-failed");
    }
  };
  if (taken) void goOn(ports, taken);
  setTimeout(tick, 1_000).unref();
  setInterval(tick, RECONCILE_EVERY_MS).unref();
  setInterval(() => void cleanWhenDue(ports), CLEAN_LOOK_EVERY_MS).unref();
  keepBackingUp(ports, resumingSince);
  keepToBudget(ports);
  if (role === "worker") keepPickingUp(ports);
}

async function startWorld({ log }: Ports): Promise<void> {
  try {
    await getWorld().start?.();
  } catch (error) {
    // Without its tables nothing would ever be made: better seen now than at the first video.
    log.error({ error: String(error), world: process.env.WORKFLOW_TARGET_WORLD }, "world-failed");
    console.error('The workflow world could not be started. If its database is new: "npm run world:setup".');
    process.exit(1);
  }
}

/** A round that is under way elsewhere, or was cut off, is gone on with: the duty's row says how far it has come. */
async function cleanWhenDue(ports: Ports): Promise<void> {
  try {
    const last = await lastCleaned(ports);
    if (last !== null && ports.clock.now().getTime() - last.getTime() < CLEAN_EVERY_MS) return;
    await cleanOrphans({ ports, policy: getConfig().cleaning, input: { dryRun: false } });
  } catch (error) {
    ports.log.error({ error: String(error) }, "cleaning-failed");
  }
}

/** One look at a time, however long it takes; the alarm is looked at first, so that a backup that never ends is told of as well. */
function keepBackingUp(ports: Ports, upSince: Date): void {
  const { keep } = getConfig().backups;
  const shelf = getBackupShelf();
  let isAtIt = false;
  let toldAt = 0;
  const sayIfMissed = async () => {
    const standing = await backupStanding({ ports, isExpected: shelf !== null, upSince });
    const now = ports.clock.now().getTime();
    if (standing === null || standing.ok || now - toldAt < BACKUP_ALARM_EVERY_MS) return;
    toldAt = now;
    ports.log.error({ detail: standing.detail }, "backup-missed");
  };
  const look = async () => {
    await sayIfMissed().catch((error: unknown) =>
      ports.log.error({ error: String(error) }, "backup-unknown"),
    );
    if (shelf === null || isAtIt) return;
    isAtIt = true;
    // What is wrong it has logged itself.
    await makeDailyBackup({ ports, archives: getArchives(), shelf, keep, version: VERSION }).catch(() => {});
    isAtIt = false;
  };
  setTimeout(() => void look(), BACKUP_FIRST_LOOK_MS).unref();
  setInterval(() => void look(), BACKUP_LOOK_EVERY_MS).unref();
}

function keepToBudget(ports: Ports): void {
  const { budgetAlertMicros: budgetMicros } = getConfig();
  if (budgetMicros === null) return;
  const look = () =>
    tellOfBudget({ ports, budgetMicros }).catch((error: unknown) =>
      ports.log.error({ error: String(error) }, "budget-unknown"),
    );
  void look();
  setInterval(() => void look(), BUDGET_LOOK_EVERY_MS).unref();
}

/** One look at a time, however long it takes. */
function keepPickingUp({ log, signals }: Ports): void {
  const look = async () => {
    if (signals.isClosing) return;
    await pickUp().catch((error: unknown) => log.error({ error: String(error) }, "pick-up-failed"));
    setTimeout(look, PICK_UP_EVERY_MS).unref();
  };
  void look();
}

/** After a change of the key that credentials are encrypted with, the older one is needed no more. What fails here is done where it is used. */
async function resealed(ports: Ports): Promise<void> {
  try {
    const { box } = await credentialDesk();
    await resealCredentials({ ports, box });
  } catch (error) {
    ports.log.error({ error: String(error) }, "reseal-failed");
  }
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
