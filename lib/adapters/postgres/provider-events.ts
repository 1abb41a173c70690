import { and, asc, eq } from "drizzle-orm";
import { providerEvents } from "../../../drizzle/schema";
import type { PurchaseId, WorkspaceId } from "../../core/ids";
import type { ProviderEventRepository } from "../../ports/database";
import type { Session } from "./session";

export function createProviderEventRepository(
  session: Session,
  workspaceId: WorkspaceId,
): ProviderEventRepository {
  return {
    async insert(row) {
      const inserted = await session
        .insert(providerEvents)
        .values(row)
        .onConflictDoNothing()
        .returning({ deliveryId: providerEvents.deliveryId });
      return inserted.length === 1;
    },
    async ofPurchase(purchaseId) {
      const rows = await session
        .select()
        .from(providerEvents)
        .where(and(eq(providerEvents.workspaceId, workspaceId), eq(providerEvents.purchaseId, purchaseId)))
        .orderBy(asc(providerEvents.receivedAt), asc(providerEvents.deliveryId));
      return rows.map((row) => ({
        ...row,
        workspaceId: row.workspaceId as WorkspaceId,
        purchaseId: row.purchaseId as PurchaseId,
      }));
    },
  };
}
