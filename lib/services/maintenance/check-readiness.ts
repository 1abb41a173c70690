import type { z } from "zod";
import type { readinessSchema } from "../../api/contract/videos";
import { objectKey } from "../../ports/object-store";
import type { Context } from "../context";
import { backupStanding } from "./backup/backup-alarm";
import { budgetCheck } from "./budget-alert";

export const VERSION = "0.1.0";
/** Below what callers wait for an answer, so that they learn which dependency it is. */
const PATIENCE_MS = 4_000;

/**
 * Which dependencies are used and whether they answer, each with the reason when it does not. Says nothing of where they are. A backup
 * that was missed and a budget that is used up are among them, and take nobody out of service: the server answers as well without.
 */
export async function checkReadiness(options: {
  ctx: Context;
  backups: { isExpected: boolean; upSince: Date };
  /** What everything may cost in a month before somebody is told; null: nobody is. */
  budgetMicros?: number | null;
}): Promise<z.infer<typeof readinessSchema>> {
  const { ctx, backups, budgetMicros = null } = options;
  const checks = await Promise.all([
    check(ctx, "database", ctx.database.kind, () => ctx.database.ping()),
    check(ctx, "objects", ctx.objects.kind, async () => {
      await ctx.objects.head(objectKey("readiness"));
    }),
  ]);
  const isReady = checks.every(({ ok }) => ok);
  const backup = isReady ? await backupCheck(ctx, backups) : [];
  const budget = isReady && budgetMicros !== null ? await moneyCheck(ctx, budgetMicros) : [];
  return {
    status: isReady ? "ready" : "unready",
    checks: [...checks, ...backup, ...budget],
    mode: "local",
    version: VERSION,
  };
}

async function backupCheck(ctx: Context, backups: { isExpected: boolean; upSince: Date }) {
  const standing = await backupStanding({ ports: ctx, ...backups }).catch(() => null);
  return standing === null ? [] : [{ name: "backup", ...standing }];
}

async function moneyCheck(ctx: Context, budgetMicros: number) {
  const standing = await budgetCheck({ ports: ctx, budgetMicros }).catch(() => null);
  return standing === null ? [] : [{ name: "budget", ...standing }];
}

async function check(ctx: Context, name: string, kind: string, work: () => Promise<void>) {
  const answered = new AbortController();
  const impatience = async () => {
    await ctx.clock.sleep(PATIENCE_MS, answered.signal);
    throw new Error(`${kind} has not answered within ${PATIENCE_MS / 1_000} s.`);
  };
  try {
    await Promise.race([work(), impatience()]);
    return { name, ok: true, detail: kind };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    answered.abort();
  }
}
