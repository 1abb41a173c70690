import type { ProviderEventRepository } from "../../ports/database";
import { assertOwn, copiesOf, ownRows, type Session } from "./session";

export function createProviderEventRepository(session: Session): ProviderEventRepository {
  const { providerEvents } = session.tables;
  return {
    async insert(row) {
      assertOwn(session, row);
      return providerEvents.insertNew(row);
    },
    async ofPurchase(purchaseId) {
      const rows = ownRows(session, providerEvents.by("purchase", purchaseId));
      return copiesOf(
        rows.sort(
          (one, other) =>
            one.receivedAt.getTime() - other.receivedAt.getTime() ||
            (one.deliveryId < other.deliveryId ? -1 : 1),
        ),
      );
    },
  };
}
