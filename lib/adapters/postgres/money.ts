import { and, eq, sql } from "drizzle-orm";
import { budgetMonths, ledgerEntries, runs, workspaces } from "../../../drizzle/schema";
import { ReelgraphError } from "../../core/errors";
import type { RunId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { MoneyLedger } from "../../ports/database";
import type { Session } from "./session";

export function createMoneyLedger(session: Session, workspaceId: WorkspaceId): MoneyLedger {
  const month = (value: string) =>
    and(eq(budgetMonths.workspaceId, workspaceId), eq(budgetMonths.month, value));

  async function lockReserved(runId: RunId): Promise<number> {
    const rows = await session
      .select({ reserved: runs.reservedMicros })
      .from(runs)
      .where(eq(runs.id, runId))
      .for("update");
    return rows[0]?.reserved ?? 0;
  }

  const money: MoneyLedger = {
    async reserve({ runId, videoId, month: value, amount, defaultCeiling, at }) {
      await session.insert(budgetMonths).values({ workspaceId, month: value }).onConflictDoNothing();
      const ceiling = sql`coalesce((select ${workspaces.ceilingMicros} from ${workspaces} where ${workspaces.id} = ${workspaceId}), ${defaultCeiling}::bigint)`;
      const reserved = await session
        .update(budgetMonths)
        .set({ reservedMicros: sql`${budgetMonths.reservedMicros} + ${amount}` })
        .where(
          and(
            month(value),
            sql`(${ceiling} is null or ${budgetMonths.spentMicros} + ${budgetMonths.reservedMicros} + ${amount} <= ${ceiling})`,
          ),
        )
        .returning({ month: budgetMonths.month });
      if (reserved.length === 0) {
        throw new ReelgraphError({
          code: "ceiling-reached",
          message:
            "The workspace's ceiling for this month leaves no room for this run's maximum price. Raise the ceiling, wait for the next month, or make the video shorter.",
        });
      }
      const fits = await session
        .update(runs)
        .set({ reservedMicros: sql`${runs.reservedMicros} + ${amount}` })
        .where(
          and(
            eq(runs.id, runId),
            sql`(${runs.maxCostMicros} is null or ${runs.costMicros} + ${runs.reservedMicros} + ${amount} <= ${runs.maxCostMicros})`,
          ),
        )
        .returning({ id: runs.id });
      if (fits.length === 0) {
        throw new ReelgraphError({
          code: "ceiling-reached",
          message: "This run may cost no more than its maxCostMicros. Raise it, or make the video shorter.",
        });
      }
      await session
        .insert(ledgerEntries)
        .values({ workspaceId, videoId, runId, kind: "reserve", amountMicros: amount, month: value, at });
    },
    async settle({ purchaseId, amount, ...common }) {
      await money.settleAll({ ...common, settlements: [{ purchaseId, amount }] });
    },
    async settleAll({ runId, videoId, month: value, settlements, at }) {
      if (settlements.length === 0) return;
      const entered = await session
        .insert(ledgerEntries)
        .values(
          settlements.map(({ purchaseId, amount }) => ({
            workspaceId,
            videoId,
            runId,
            purchaseId,
            kind: "settle",
            amountMicros: amount,
            month: value,
            at,
          })),
        )
        .onConflictDoNothing()
        .returning({ amount: ledgerEntries.amountMicros });
      const amount = entered.reduce((sum, entry) => sum + entry.amount, 0);
      if (amount === 0) return;
      const drawn = Math.min(amount, await lockReserved(runId));
      await session.insert(budgetMonths).values({ workspaceId, month: value }).onConflictDoNothing();
      await session
        .update(budgetMonths)
        .set({
          spentMicros: sql`${budgetMonths.spentMicros} + ${amount}`,
          reservedMicros: sql`${budgetMonths.reservedMicros} - ${drawn}`,
        })
        .where(month(value));
      await session
        .update(runs)
        .set({
          costMicros: sql`${runs.costMicros} + ${amount}`,
          reservedMicros: sql`${runs.reservedMicros} - ${drawn}`,
        })
        .where(eq(runs.id, runId));
    },
    async standing({ month: value, defaultCeiling }) {
      const [row] = await session
        .select({ spent: budgetMonths.spentMicros, reserved: budgetMonths.reservedMicros })
        .from(budgetMonths)
        .where(month(value));
      const [workspace] = await session
        .select({ ceiling: workspaces.ceilingMicros })
        .from(workspaces)
        .where(eq(workspaces.id, workspaceId));
      return {
        spentMicros: (row?.spent ?? 0) as MicroUsd,
        reservedMicros: (row?.reserved ?? 0) as MicroUsd,
        ceilingMicros: (workspace?.ceiling as MicroUsd | null | undefined) ?? defaultCeiling,
      };
    },
    async release({ runId, videoId, month: value, at }) {
      const left = await lockReserved(runId);
      if (left === 0) return;
      await session.update(runs).set({ reservedMicros: 0 }).where(eq(runs.id, runId));
      await session
        .update(budgetMonths)
        .set({ reservedMicros: sql`${budgetMonths.reservedMicros} - ${left}` })
        .where(month(value));
      await session
        .insert(ledgerEntries)
        .values({ workspaceId, videoId, runId, kind: "release", amountMicros: left, month: value, at });
    },
  };
  return money;
}
