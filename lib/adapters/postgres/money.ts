import { and, eq, sql } from "drizzle-orm";
import { budgetMonths, ledgerEntries, runs, videos, workspaces } from "../../../drizzle/schema";
import type { RunId, VideoId, WorkspaceId } from "../../core/ids";
import { ceilingReached, isWithinCeiling } from "../../core/money/ceilings";
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

  async function reserveOfRun(runId: RunId, amount: MicroUsd): Promise<void> {
    const fits = await session
      .update(runs)
      .set({ reservedMicros: sql`${runs.reservedMicros} + ${amount}` })
      .where(
        and(
          eq(runs.id, runId),
          sql`(${runs.maxCostMicros} is null or ${amount}::bigint = 0 or ${runs.costMicros} + ${runs.reservedMicros} + ${amount} <= ${runs.maxCostMicros})`,
        ),
      )
      .returning({ id: runs.id });
    if (fits.length === 1) return;
    const [run] = await session
      .select({ cost: runs.costMicros, reserved: runs.reservedMicros, ceiling: runs.maxCostMicros })
      .from(runs)
      .where(eq(runs.id, runId))
      .for("update");
    if (!run) throw new Error(`There is no run ${runId} to reserve money for.`);
    const ceilingMicros = run.ceiling ?? 0;
    const committedMicros = run.cost + run.reserved;
    throw ceilingReached({ scope: "run", ceilingMicros, committedMicros, neededMicros: amount });
  }

  /** With the video's row locked until the transaction ends; what its runs have is read behind that, the amount in hand included. */
  async function assertRoomOfVideo(videoId: VideoId, amount: MicroUsd): Promise<void> {
    const [video] = await session
      .select({ ceiling: videos.ceilingMicros })
      .from(videos)
      .where(and(eq(videos.workspaceId, workspaceId), eq(videos.id, videoId)))
      .for("no key update");
    const ceilingMicros = video?.ceiling ?? null;
    if (ceilingMicros === null) return;
    const [sum] = await session
      .select({ committed: sql<string>`coalesce(sum(${runs.costMicros} + ${runs.reservedMicros}), 0)` })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.videoId, videoId)));
    const standing = { committedMicros: Number(sum?.committed ?? 0) - amount, neededMicros: amount };
    if (isWithinCeiling({ ...standing, ceilingMicros })) return;
    throw ceilingReached({ ...standing, scope: "video", ceilingMicros });
  }

  async function reserveOfMonth(
    value: string,
    amount: MicroUsd,
    defaultCeiling: MicroUsd | null,
  ): Promise<void> {
    await session.insert(budgetMonths).values({ workspaceId, month: value }).onConflictDoNothing();
    const ceiling = sql`coalesce((select ${workspaces.ceilingMicros} from ${workspaces} where ${workspaces.id} = ${workspaceId}), ${defaultCeiling}::bigint)`;
    const reserve = async () =>
      await session
        .update(budgetMonths)
        .set({ reservedMicros: sql`${budgetMonths.reservedMicros} + ${amount}` })
        .where(
          and(
            month(value),
            sql`(${ceiling} is null or ${amount}::bigint = 0 or ${budgetMonths.spentMicros} + ${budgetMonths.reservedMicros} + ${amount} <= ${ceiling})`,
          ),
        )
        .returning({ month: budgetMonths.month });
    while ((await reserve()).length === 0) {
      // To say what is left, of a row that nobody changes meanwhile. Where something has been given back since, there is room now.
      await session.select().from(budgetMonths).where(month(value)).for("update");
      const { spentMicros, reservedMicros, ceilingMicros } = await money.standing({
        month: value,
        defaultCeiling,
      });
      const standing = { committedMicros: spentMicros + reservedMicros, neededMicros: amount };
      if (ceilingMicros === null || isWithinCeiling({ ...standing, ceilingMicros })) continue;
      throw ceilingReached({ ...standing, scope: "month", ceilingMicros });
    }
  }

  const money: MoneyLedger = {
    async reserve({ runId, videoId, month: value, amount, defaultCeiling, at }) {
      await reserveOfRun(runId, amount);
      await assertRoomOfVideo(videoId, amount);
      // Last, because every run of the workspace waits for this row.
      await reserveOfMonth(value, amount, defaultCeiling);
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
