import type { IdempotencyRepository } from "../../ports/database";
import type { Session } from "./session";
import { keyOf } from "./tables";

const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

export function createIdempotencyRepository({ tables, workspaceId }: Session): IdempotencyRepository {
  const { answers } = tables;
  const own = (route: string, key: string) => answers.find(keyOf(workspaceId, route, key));
  return {
    async begin({ route, key, bodyHash, at }) {
      const old = own(route, key);
      if (old && old.createdAt.getTime() < at.getTime() - KEPT_FOR_MS) answers.remove(old);
      if (answers.insertNew({ workspaceId, route, key, bodyHash, createdAt: at })) return { kind: "fresh" };
      const row = own(route, key);
      if (!row || row.bodyHash !== bodyHash || row.status === null || row.body === null) {
        return { kind: "mismatch" };
      }
      return { kind: "stored", answer: { status: row.status, headers: row.headers ?? {}, body: row.body } };
    },
    async finish({ route, key, answer }) {
      const row = own(route, key);
      if (row) answers.update(row, answer);
    },
  };
}
