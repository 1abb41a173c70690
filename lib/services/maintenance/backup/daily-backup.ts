import { isReelgraphError } from "../../../core/errors";
import type { Archives } from "../../../ports/archive";
import type { BackupShelf } from "../../../ports/backup-shelf";
import type { Ports } from "../../context";
import { BACKUP_DUTY } from "./backup-alarm";
import { type BackupPorts, type BackupReport, writeBackup } from "./write-backup";

const HOUR_MS = 60 * 60_000;
/** A day, less what a timer may be early by. */
const EVERY_MS = 23 * HOUR_MS;
/** A process without a sign of life for this long is taken for dead. The last part of an upload gives none for minutes. */
const ALIVE_MS = 15 * 60_000;
const BEAT_EVERY_MS = 30_000;
/** Names sort as time does; whatever else lies there is somebody else's. */
const NAME = /^reelgraph-\d{4}-\d\d-\d\dT\d{6}Z\.tar\.gz$/;

export interface DailyBackup {
  /** `fresh`: there is one of this day; `busy`: somebody else is at it. */
  outcome: "made" | "fresh" | "busy";
  name: string | null;
  bytes: number;
}

/**
 * One backup a day, by one process at a time, whoever it is; the newest `keep` of them stay. What went wrong is remembered for the alarm
 * (backup-alarm.ts) and thrown.
 */
export async function makeDailyBackup(options: {
  ports: BackupPorts & Pick<Ports, "ids">;
  archives: Archives;
  shelf: BackupShelf;
  keep: number;
  version: string;
}): Promise<DailyBackup> {
  const { ports, shelf, keep } = options;
  const { clock, database, ids, log } = ports;
  const holder = ids.nonce();
  const hold = (at: Date) => ({ name: BACKUP_DUTY, holder, until: new Date(at.getTime() + ALIVE_MS) });
  const at = clock.now();
  const duty = await database.system(({ duties }) => duties.take({ ...hold(at), at }));
  if (duty === null) return { outcome: "busy", name: null, bytes: 0 };
  try {
    const isFresh = duty.finishedAt !== null && at.getTime() - duty.finishedAt.getTime() < EVERY_MS;
    if (isFresh && duty.progress === null) return { outcome: "fresh", name: null, bytes: 0 };
    const made = await make({ ...options, at, beat: (now) => keepOn(now, duty.progress) });
    const { name, bytes, report } = made;
    const { rows, objects, problems } = report;
    const told = { name, bytes, rows, objects, problems: problems.length };
    const end = { name: BACKUP_DUTY, holder, at: clock.now(), report: told };
    const isMine = await database.system(({ duties }) => duties.finish(end));
    log.info({ ...told, milliseconds: clock.now().getTime() - at.getTime() }, "backed-up");
    for (const problem of problems.slice(0, 20)) log.warn({ ...problem }, "backup-problem");
    if (isMine) await removeOld({ shelf, keep });
    return { outcome: "made", name, bytes };
  } catch (error) {
    const code = isReelgraphError(error) ? error.code : "internal";
    const failure = { failedAt: clock.now().toISOString(), code };
    const isMine = await keepOn(clock.now(), failure).catch(() => true);
    // It slept for so long that somebody else has begun anew.
    if (!isMine) return { outcome: "busy", name: null, bytes: 0 };
    log.error({ error: String(error) }, "backup-failed");
    throw error;
  } finally {
    await database.system(({ duties }) => duties.leave({ name: BACKUP_DUTY, holder })).catch(() => {});
  }

  async function keepOn(now: Date, progress: Record<string, unknown> | null): Promise<boolean> {
    return await database.system(({ duties }) => duties.keep({ ...hold(now), progress }));
  }
}

async function make(options: {
  ports: BackupPorts;
  archives: Archives;
  shelf: BackupShelf;
  version: string;
  at: Date;
  beat(now: Date): Promise<boolean>;
}): Promise<{ name: string; bytes: number; report: BackupReport }> {
  const { ports, archives, shelf, version, at, beat } = options;
  let report: BackupReport | undefined;
  let beatAt = at.getTime();
  const stream = writeBackup({
    ...{ ports, archives, version },
    report: (found) => {
      report = found;
    },
    // Not while the rows are read: an embedded database has one connection, which reads them.
    async onProgress() {
      const now = ports.clock.now();
      if (now.getTime() - beatAt < BEAT_EVERY_MS) return;
      beatAt = now.getTime();
      if (!(await beat(now))) throw new Error("Another process has taken the backup over.");
    },
  });
  const name = `reelgraph-${at.toISOString().slice(0, 19).replaceAll(":", "")}Z.tar.gz`;
  const { bytes } = await shelf.put(name, stream);
  if (!report) throw new Error("A backup was written, and nobody said what is in it.");
  return { name, bytes, report };
}

async function removeOld({ shelf, keep }: { shelf: BackupShelf; keep: number }): Promise<void> {
  const names = (await shelf.list()).map(({ name }) => name).filter((name) => NAME.test(name));
  for (const name of names.sort().reverse().slice(keep)) await shelf.remove(name);
}
