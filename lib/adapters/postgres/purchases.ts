import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import { purchases } from "../../../drizzle/schema";
import type { PurchaseId, RunId, VideoId, WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { JobFailure } from "../../core/run/failure";
import type {
  PurchaseRepository,
  PurchaseRow,
  PurchaseState,
  SystemPurchaseRepository,
} from "../../ports/database";
import { withoutRepeats, withRepeats } from "./repeated-fields";
import { rowsOfJson, wholeRowsOfJson } from "./rows-of-json";
import type { Session } from "./session";

const LIVE: PurchaseState[] = ["claimed", "submitted"];
/** The key of purchases that take no slot. */
const NO_SLOT = "";

export function toPurchaseRow(row: typeof purchases.$inferSelect): PurchaseRow {
  return {
    ...row,
    id: row.id as PurchaseId,
    workspaceId: row.workspaceId as WorkspaceId,
    videoId: row.videoId as VideoId,
    runId: row.runId as RunId,
    state: row.state as PurchaseState,
    maximumMicros: row.maximumMicros as MicroUsd,
    costMicros: row.costMicros as MicroUsd,
    outcome: row.outcome && { outputs: withRepeats(row.outcome.outputs as Record<string, unknown>[]) },
    failure: row.failure as unknown as JobFailure | null,
  };
}

function toOutcome({ outputs }: NonNullable<PurchaseRow["outcome"]>): Record<string, unknown> {
  return { outputs: withoutRepeats(outputs) };
}

export function createPurchaseRepository(session: Session, workspaceId: WorkspaceId): PurchaseRepository {
  const own = (id: PurchaseId) => and(eq(purchases.workspaceId, workspaceId), eq(purchases.id, id));
  return {
    async ofClaim({ claimKey, call }) {
      const rows = await session
        .select()
        .from(purchases)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            eq(purchases.claimKey, claimKey),
            eq(purchases.call, call),
          ),
        )
        .orderBy(asc(purchases.purchaseNumber));
      return rows.map(toPurchaseRow);
    },
    async ofClaims(claimKeys) {
      const rows = await session
        .select()
        .from(purchases)
        .where(and(eq(purchases.workspaceId, workspaceId), inArray(purchases.claimKey, [...claimKeys])))
        .orderBy(asc(purchases.purchaseNumber));
      return rows.map(toPurchaseRow);
    },
    async live(runId) {
      const rows = await session
        .select()
        .from(purchases)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            eq(purchases.runId, runId),
            inArray(purchases.state, LIVE),
          ),
        )
        .orderBy(asc(purchases.id));
      return rows.map(toPurchaseRow);
    },
    async insert(row) {
      const inserted = await session
        .insert(purchases)
        .values(row as unknown as typeof purchases.$inferInsert)
        .onConflictDoNothing()
        .returning({ id: purchases.id });
      return inserted.length === 1;
    },
    async insertAll(rows) {
      if (rows.length === 0) return new Set();
      const inserted = await session
        .insert(purchases)
        .select(wholeRowsOfJson({ table: purchases, alias: "intended", rows }))
        .onConflictDoNothing()
        .returning({ id: purchases.id });
      return new Set(inserted.map(({ id }) => id as PurchaseId));
    },
    async takeOver({ id, runId, fromSlice, toSlice, deadlineAt, attempts }) {
      const taken = await session
        .update(purchases)
        .set({ runId, sliceEpoch: toSlice, deadlineAt, attempts })
        .where(and(own(id), eq(purchases.sliceEpoch, fromSlice), inArray(purchases.state, LIVE)))
        .returning({ id: purchases.id });
      return taken.length === 1;
    },
    async slotsTaken({ slotKey, at }) {
      const [row] = await session
        .select({ taken: sql<number>`reelgraph_slots_taken(${slotKey}, ${at.toISOString()}::timestamptz)` })
        .from(sql`(select 1) as one`);
      return row?.taken ?? 0;
    },
    async ownSlotsTaken({ slotKey, at }) {
      const moment = sql`${at.toISOString()}::timestamptz`;
      // As reelgraph_slots_taken counts those of all workspaces.
      const [row] = await session
        .select({ taken: sql<string>`count(*)` })
        .from(purchases)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            eq(purchases.slotKey, slotKey),
            sql`((${purchases.state} = 'claimed' and ${purchases.deadlineAt} > ${moment})
              or (${purchases.state} = 'submitted' and ${purchases.submittedAt} > ${moment} - interval '1 hour'))`,
          ),
        );
      return Number(row?.taken ?? 0);
    },
    async accepted({ id, providerRequestId, nextCheckAt, at }) {
      const stored = await session
        .update(purchases)
        .set({
          state: "submitted",
          providerRequestId,
          // What a webhook has moved forward stays there.
          nextCheckAt: sql`least(${purchases.nextCheckAt}, ${nextCheckAt.toISOString()}::timestamptz)`,
          submittedAt: sql`coalesce(${purchases.submittedAt}, ${at.toISOString()}::timestamptz)`,
        })
        .where(
          and(
            own(id),
            inArray(purchases.state, LIVE),
            or(isNull(purchases.providerRequestId), eq(purchases.providerRequestId, providerRequestId)),
          ),
        )
        .returning({ id: purchases.id });
      return stored.length === 1;
    },
    async nextCheck({ id, from, nextCheckAt }) {
      const set = await session
        .update(purchases)
        .set({ nextCheckAt })
        .where(
          and(own(id), inArray(purchases.state, LIVE), from ? eq(purchases.nextCheckAt, from) : undefined),
        )
        .returning({ id: purchases.id });
      return set.length === 1;
    },
    async freeSlots(ids) {
      await session
        .update(purchases)
        .set({ slotKey: NO_SLOT })
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            inArray(purchases.id, [...ids]),
            inArray(purchases.state, LIVE),
          ),
        );
    },
    async finish({ id, sliceEpoch, state, costMicros, outcome, failure, nextCheckAt, at }) {
      const finished = await session
        .update(purchases)
        .set({
          state,
          costMicros,
          finishedAt: at,
          ...(outcome ? { outcome: toOutcome(outcome) } : {}),
          ...(nextCheckAt ? { nextCheckAt } : {}),
          ...(failure ? { failure: failure as unknown as Record<string, unknown> } : {}),
        })
        .where(and(own(id), eq(purchases.sliceEpoch, sliceEpoch), inArray(purchases.state, LIVE)))
        .returning({ id: purchases.id });
      return finished.length === 1;
    },
    async succeedAll({ purchases: ended, at }) {
      if (ended.length === 0) return new Set();
      const { rows, columns } = rowsOfJson({
        table: purchases,
        alias: "ended",
        rows: ended.map((row) => ({ ...row, outcome: row.outcome && toOutcome(row.outcome) })),
      });
      const finished = await session
        .update(purchases)
        .set({ state: "succeeded", costMicros: columns.costMicros, outcome: columns.outcome, finishedAt: at })
        .from(rows)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            eq(purchases.id, columns.id),
            eq(purchases.sliceEpoch, columns.sliceEpoch),
            inArray(purchases.state, LIVE),
          ),
        )
        .returning({ id: purchases.id });
      return new Set(finished.map(({ id }) => id as PurchaseId));
    },
  };
}

export function createSystemPurchaseRepository(session: Session): SystemPurchaseRepository {
  return {
    async byNonce(nonce) {
      const rows = await session.select().from(purchases).where(eq(purchases.nonce, nonce));
      return rows[0] ? toPurchaseRow(rows[0]) : null;
    },
    async isKnown({ provider, providerRequestId, except }) {
      const rows = await session
        .select({ id: purchases.id })
        .from(purchases)
        .where(
          and(
            eq(purchases.provider, provider),
            eq(purchases.providerRequestId, providerRequestId),
            except === undefined ? undefined : ne(purchases.id, except),
          ),
        )
        .limit(1);
      return rows.length > 0;
    },
  };
}
