import type { PurchaseId } from "../../core/ids";
import type { PurchaseRepository, PurchaseRow, SystemPurchaseRepository } from "../../ports/database";
import { assertOwn, copiesOf, copyOf, ownRow, ownRows, type Session } from "./session";
import { isLivePurchase, keyOf, type Tables } from "./tables";

/** As long as providers keep what they have made: accepted work older than that takes no slot. */
const ACCEPTED_COUNTS_MS = 60 * 60_000;

/** The key of purchases that take no slot. */
const NO_SLOT = "";

function takesSlot({ state, deadlineAt, submittedAt }: PurchaseRow, at: Date): boolean {
  if (state === "claimed") return deadlineAt > at;
  return submittedAt !== null && submittedAt.getTime() > at.getTime() - ACCEPTED_COUNTS_MS;
}

export function createPurchaseRepository(session: Session): PurchaseRepository {
  const { purchases } = session.tables;
  const live = (id: PurchaseId) => {
    const row = ownRow(session, purchases.find(id));
    return row && isLivePurchase(row) ? row : null;
  };
  const update = (row: PurchaseRow | null, set: Partial<PurchaseRow>) => {
    if (row) purchases.update(row, set);
    return row !== null;
  };
  const repository: PurchaseRepository = {
    async ofClaim({ claimKey, call }) {
      const rows = ownRows(session, purchases.by("calls", keyOf(claimKey, call)));
      return copiesOf(rows.sort((one, other) => one.purchaseNumber - other.purchaseNumber));
    },
    async ofClaims(claimKeys) {
      const rows = [...new Set(claimKeys)].flatMap((claimKey) =>
        ownRows(session, purchases.by("claims", claimKey)),
      );
      return copiesOf(rows.sort((one, other) => one.purchaseNumber - other.purchaseNumber));
    },
    async live(runId) {
      const rows = ownRows(session, purchases.by("run", runId)).filter(isLivePurchase);
      return copiesOf(rows.sort((one, other) => (one.id < other.id ? -1 : 1)));
    },
    async insert(row) {
      assertOwn(session, row);
      return purchases.insertNew(row);
    },
    async insertAll(rows) {
      const inserted = new Set<PurchaseId>();
      for (const row of rows) {
        if (await repository.insert(row)) inserted.add(row.id);
      }
      return inserted;
    },
    async takeOver({ id, runId, fromSlice, toSlice, deadlineAt, attempts }) {
      const row = live(id);
      return update(row?.sliceEpoch === fromSlice ? row : null, {
        runId,
        sliceEpoch: toSlice,
        deadlineAt,
        attempts,
      });
    },
    async slotsTaken({ slotKey, at }) {
      return purchases.by("slots", slotKey).filter((row) => takesSlot(row, at)).length;
    },
    async ownSlotsTaken({ slotKey, at }) {
      return ownRows(session, purchases.by("slots", slotKey)).filter((row) => takesSlot(row, at)).length;
    },
    async accepted({ id, providerRequestId, nextCheckAt, at }) {
      const row = live(id);
      if (row && row.providerRequestId !== null && row.providerRequestId !== providerRequestId) return false;
      return update(row, {
        state: "submitted",
        providerRequestId,
        // What a webhook has moved forward stays there.
        nextCheckAt: row?.nextCheckAt && row.nextCheckAt < nextCheckAt ? row.nextCheckAt : nextCheckAt,
        submittedAt: row?.submittedAt ?? at,
      });
    },
    async nextCheck({ id, from, nextCheckAt }) {
      const row = live(id);
      const isExpected = from === undefined || row?.nextCheckAt?.getTime() === from.getTime();
      return update(isExpected ? row : null, { nextCheckAt });
    },
    async freeSlots(ids) {
      for (const id of ids) update(live(id), { slotKey: NO_SLOT });
    },
    async finish({ id, sliceEpoch, state, costMicros, outcome, failure, nextCheckAt, at }) {
      const row = live(id);
      return update(row?.sliceEpoch === sliceEpoch ? row : null, {
        state,
        costMicros,
        finishedAt: at,
        outcome,
        failure,
        nextCheckAt,
      });
    },
    async succeedAll({ purchases: ended, at }) {
      const succeeded = new Set<PurchaseId>();
      for (const { outcome, ...purchase } of ended) {
        const end = { ...purchase, ...(outcome ? { outcome } : {}), state: "succeeded" as const, at };
        if (await repository.finish(end)) succeeded.add(purchase.id);
      }
      return succeeded;
    },
  };
  return repository;
}

export function createSystemPurchaseRepository({ purchases }: Tables): SystemPurchaseRepository {
  return {
    async byNonce(nonce) {
      return copyOf(purchases.by("nonce", nonce)[0] ?? null);
    },
    async isKnown({ provider, providerRequestId, except }) {
      return purchases.by("request", keyOf(provider, providerRequestId)).some(({ id }) => id !== except);
    },
  };
}
