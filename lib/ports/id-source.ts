import type { PurchaseId, RunId, VideoId } from "../core/ids";

/** Randomness as an input: fresh ids, nonces and video seeds. */
export interface IdSource {
  videoId(): VideoId;
  runId(): RunId;
  purchaseId(): PurchaseId;
  /** 128 random bits, URL-safe. */
  nonce(): string;
  /** uint32 */
  seed(): number;
}
