import type { VideoId } from "../core/ids";
import type { MicroUsd } from "../core/money/micro-usd";
import type { StorageRate } from "../core/money/storage-cost";

/** Days (UTC, `2026-11-22`) that bytes are counted for: from `from` and before `to`. Each counts whole, with what was measured last by its end. */
export interface StorageSpan {
  from: string;
  to: string;
}

/** What the objects of videos take, from one measurement to the next (lib/services/maintenance/clean). */
export interface StorageRepository {
  /** From that day on; a second measurement of a day replaces the first. Only what differs from the day before is kept. */
  measured(options: { videoId: VideoId; day: string; bytes: number }): Promise<void>;
  /** How much all videos together grew or shrank, by day, in order; what was there before the span is the growth of its first day. */
  changes(span: StorageSpan): Promise<{ day: string; bytes: number }[]>;
  /** Videos with the bytes they take at the span's end and what they have cost in it; the most expensive first. */
  held(
    options: StorageSpan & { rate: StorageRate; limit: number },
  ): Promise<{ videoId: VideoId; bytes: number; costMicros: MicroUsd }[]>;
  /** The sum of `held` over all videos. */
  total(options: StorageSpan & { rate: StorageRate }): Promise<{ bytes: number; costMicros: MicroUsd }>;
}

/** What all workspaces together have cost. */
export interface SystemSpendingRepository {
  /** `rate` null: storage is not priced, and counts as nothing. */
  ofMonth(
    options: StorageSpan & { month: string; rate: StorageRate | null },
  ): Promise<{ spentMicros: MicroUsd; reservedMicros: MicroUsd; storageMicros: MicroUsd }>;
}
