import { and, eq, lt } from "drizzle-orm";
import { idempotencyKeys } from "../../../drizzle/schema";
import type { WorkspaceId } from "../../core/ids";
import type { IdempotencyRepository } from "../../ports/database";
import type { Session } from "./session";

const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

export function createIdempotencyRepository(
  session: Session,
  workspaceId: WorkspaceId,
): IdempotencyRepository {
  const own = (route: string, key: string) =>
    and(
      eq(idempotencyKeys.workspaceId, workspaceId),
      eq(idempotencyKeys.route, route),
      eq(idempotencyKeys.key, key),
    );
  return {
    async begin({ route, key, bodyHash, at }) {
      await session
        .delete(idempotencyKeys)
        .where(and(own(route, key), lt(idempotencyKeys.createdAt, new Date(at.getTime() - KEPT_FOR_MS))));
      // A twin waits here until the first request's transaction has ended.
      const inserted = await session
        .insert(idempotencyKeys)
        .values({ workspaceId, route, key, bodyHash, createdAt: at })
        .onConflictDoNothing()
        .returning({ key: idempotencyKeys.key });
      if (inserted.length === 1) return { kind: "fresh" };
      const rows = await session.select().from(idempotencyKeys).where(own(route, key));
      const row = rows[0];
      if (!row || row.bodyHash !== bodyHash || row.status === null || row.body === null)
        return { kind: "mismatch" };
      return { kind: "stored", answer: { status: row.status, headers: row.headers ?? {}, body: row.body } };
    },
    async finish({ route, key, answer }) {
      await session.update(idempotencyKeys).set(answer).where(own(route, key));
    },
  };
}
