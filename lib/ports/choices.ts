import type { PurchaseId, VideoId } from "../core/ids";
import type { Choices } from "../core/plan/choices";
import type { ArtifactRecord } from "../core/plan/types";

/** What people decided about results: which one stands instead of the head's, and which are thrown away. */
export interface ChoiceRepository {
  /** Choices that no run has committed yet. */
  chosen(videoId: VideoId): Promise<Choices>;
  /** The newest choice of an artifact holds. */
  choose(options: { videoId: VideoId; records: readonly ArtifactRecord[]; at: Date }): Promise<void>;
  /** Takes choices back, or reports that they are committed. */
  forget(options: { videoId: VideoId; artifacts: readonly string[] }): Promise<void>;
  discard(options: { videoId: VideoId; purchaseId: PurchaseId; at: Date }): Promise<void>;
  discarded(videoId: VideoId): Promise<ReadonlySet<PurchaseId>>;
}
