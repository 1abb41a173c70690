import type { MicroUsd } from "../../core/money/micro-usd";
import type { PurchaseRow } from "../../ports/database";
import type { UsageGroup, UsageRepository, UsageRow } from "../../ports/usage";
import type { Session } from "./session";

const KEYS: Record<UsageGroup, (row: PurchaseRow) => string> = {
  day: ({ finishedAt }) => finishedAt?.toISOString().slice(0, 10) ?? "",
  provider: ({ provider }) => provider,
  model: ({ model }) => model,
  video: ({ videoId }) => videoId,
};

export function createUsageRepository({ tables, workspaceId }: Session): UsageRepository {
  return {
    async of({ from, to, by, limit }) {
      const rows = tables.purchases
        .all()
        .filter(
          ({ workspaceId: owner, finishedAt, maximumMicros }) =>
            owner === workspaceId &&
            maximumMicros > 0 &&
            finishedAt !== null &&
            finishedAt >= from &&
            finishedAt < to,
        );
      const groups = new Map<string, UsageRow>();
      for (const row of rows) {
        const key = KEYS[by](row);
        groups.set(key, plus(groups.get(key) ?? nothing(key), row));
      }
      const byKey = (a: UsageRow, b: UsageRow) => (a.key < b.key ? -1 : 1);
      const order =
        by === "day" ? byKey : (a: UsageRow, b: UsageRow) => b.costMicros - a.costMicros || byKey(a, b);
      return [...groups.values()].sort(order).slice(0, limit);
    },
  };
}

function nothing(key: string): UsageRow {
  const none = 0 as MicroUsd;
  return { key, costMicros: none, lostMicros: none, purchases: 0, failed: 0, resubmitted: 0 };
}

function plus(sum: UsageRow, { costMicros, state }: PurchaseRow): UsageRow {
  const isFailed = state === "failed" || state === "lost";
  return {
    key: sum.key,
    costMicros: (sum.costMicros + costMicros) as MicroUsd,
    lostMicros: (sum.lostMicros + (isFailed ? costMicros : 0)) as MicroUsd,
    purchases: sum.purchases + 1,
    failed: sum.failed + (isFailed ? 1 : 0),
    resubmitted: sum.resubmitted + (state === "lost" ? 1 : 0),
  };
}
