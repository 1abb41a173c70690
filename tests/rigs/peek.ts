import { eq } from "drizzle-orm";
import { budgetMonths, ledgerEntries, workspaces } from "../../drizzle/schema";
import type { Session } from "../../lib/adapters/postgres/session";
import type { Peek } from "../conformance/repositories";

/** Looks at rows that the port does not show, with the connection's own rights, which must be a superuser's. */
export function peekInto(session: () => Session): Peek {
  return {
    async setCeiling(workspaceId, ceilingMicros) {
      await session().update(workspaces).set({ ceilingMicros }).where(eq(workspaces.id, workspaceId));
    },
    async books(workspaceId) {
      const months = await session()
        .select()
        .from(budgetMonths)
        .where(eq(budgetMonths.workspaceId, workspaceId));
      const entries = await session()
        .select()
        .from(ledgerEntries)
        .where(eq(ledgerEntries.workspaceId, workspaceId));
      return {
        months: months.map((row) => ({
          month: row.month,
          spent: row.spentMicros,
          reserved: row.reservedMicros,
        })),
        entries: entries.map((row) => ({ runId: row.runId, kind: row.kind, amount: row.amountMicros })),
      };
    },
  };
}
