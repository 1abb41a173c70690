import type { MicroUsd } from "../core/money/micro-usd";

export const USAGE_GROUPS = ["day", "provider", "model", "video"] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** What was bought and ended in a span of time, of one day (UTC), provider, model or video. */
export interface UsageRow {
  key: string;
  /** Everything that was paid. */
  costMicros: MicroUsd;
  /** Of that, for attempts that failed or whose outcome nobody knows. */
  lostMicros: MicroUsd;
  purchases: number;
  /** Of those, the ones that failed or were lost. */
  failed: number;
  /** Of those, sent once more because nobody could know whether the first was done. */
  resubmitted: number;
}

export interface UsageRepository {
  /** Purchases that ended from `from` and before `to`, of providers that are paid; the most expensive groups first, days in order. */
  of(options: { from: Date; to: Date; by: UsageGroup; limit: number }): Promise<UsageRow[]>;
}
