import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm";
import { purchases } from "../../../drizzle/schema";
import type { WorkspaceId } from "../../core/ids";
import type { MicroUsd } from "../../core/money/micro-usd";
import type { UsageGroup, UsageRepository } from "../../ports/usage";
import type { Session } from "./session";

const KEYS = {
  day: sql<string>`to_char(${purchases.finishedAt} at time zone 'UTC', 'YYYY-MM-DD')`,
  provider: sql<string>`${purchases.provider}`,
  model: sql<string>`${purchases.model}`,
  video: sql<string>`${purchases.videoId}`,
} satisfies Record<UsageGroup, unknown>;

const FAILED = sql`${purchases.state} in ('failed', 'lost')`;

export function createUsageRepository(session: Session, workspaceId: WorkspaceId): UsageRepository {
  return {
    async of({ from, to, by, limit }) {
      const cost = sql<string>`sum(${purchases.costMicros})`;
      const key = KEYS[by];
      const rows = await session
        .select({
          key,
          cost,
          lost: sql<string>`coalesce(sum(${purchases.costMicros}) filter (where ${FAILED}), 0)`,
          purchases: sql<string>`count(*)`,
          failed: sql<string>`count(*) filter (where ${FAILED})`,
          resubmitted: sql<string>`count(*) filter (where ${purchases.state} = 'lost')`,
        })
        .from(purchases)
        .where(
          and(
            eq(purchases.workspaceId, workspaceId),
            gte(purchases.finishedAt, from),
            lt(purchases.finishedAt, to),
            sql`${purchases.maximumMicros} > 0`,
          ),
        )
        .groupBy(sql`1`)
        .orderBy(...(by === "day" ? [asc(sql`1`)] : [desc(cost), asc(sql`1`)]))
        .limit(limit);
      return rows.map((row) => ({
        key: row.key,
        costMicros: Number(row.cost) as MicroUsd,
        lostMicros: Number(row.lost) as MicroUsd,
        purchases: Number(row.purchases),
        failed: Number(row.failed),
        resubmitted: Number(row.resubmitted),
      }));
    },
  };
}
