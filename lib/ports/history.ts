import type { VideoId } from "../core/ids";
import type { PurchaseRow, RunRow } from "./database";

/** What the ledger remembers of a video beyond its head revision: every take and every result ever bought. */
export interface HistoryRepository {
  /** Job id → the highest take ever bought for it, whatever became of it; jobs without one are absent. */
  takes(videoId: VideoId): Promise<ReadonlyMap<string, number>>;
  /** What was bought with success for these jobs of a video, oldest first. */
  bought(options: { videoId: VideoId; jobIds: readonly string[] }): Promise<PurchaseRow[]>;
  /** Its generations and regenerations, exports apart, by the revision they make: the newest first. */
  builds(options: { videoId: VideoId; limit: number; before?: number; isEnded?: boolean }): Promise<RunRow[]>;
}
