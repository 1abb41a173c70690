import type { Ports } from "../../context";

export const BACKUP_DUTY = "backup";
const HOUR_MS = 60 * 60_000;
/** A day, and time for making one. */
const LATE_MS = 26 * HOUR_MS;

export interface BackupStanding {
  ok: boolean;
  detail: string;
}

/**
 * Whether the daily backup was missed, in words. Null where none is expected: nobody has asked for one, and none was ever begun.
 * `upSince`: since when somebody could have made the first one.
 */
export async function backupStanding(options: {
  ports: Pick<Ports, "database" | "clock">;
  isExpected: boolean;
  upSince: Date;
}): Promise<BackupStanding | null> {
  const { ports, isExpected, upSince } = options;
  const duty = await ports.database.system(({ duties }) => duties.find(BACKUP_DUTY));
  if (duty === null && !isExpected) return null;
  const now = ports.clock.now().getTime();
  const last = duty?.finishedAt ?? null;
  const known = last === null ? "There is none yet" : `The last good one is of ${last.toISOString()}`;
  const { failedAt, code } = duty?.progress ?? {};
  if (typeof failedAt === "string") {
    return {
      ok: false,
      detail: `The backup of ${failedAt} failed (${String(code)}). ${known}. The log says why.`,
    };
  }
  const isLate = now - (last ?? upSince).getTime() > LATE_MS;
  if (isLate) return { ok: false, detail: `${known}, and a day is over.` };
  return { ok: true, detail: `${known}.` };
}
