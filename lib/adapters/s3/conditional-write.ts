import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import type { ObjectKey, PutCondition, PutResult } from "../../ports/object-store";
import { type Bucket, backOff } from "./bucket";
import { headObject } from "./object-head";
import { S3Failure } from "./s3-failure";

/** Times a request may be sent for one write. Twice what the client does by itself: writers in a race cost each other attempts. */
const ATTEMPTS = 10;

/** The headers of a condition, for put, complete and copy alike. */
export function conditionHeaders(
  bucket: Bucket,
  condition: PutCondition,
): { IfNoneMatch?: "*"; IfMatch?: string } {
  if (condition.kind === "create") return { IfNoneMatch: "*" };
  return condition.kind === "replace" ? { IfMatch: bucket.ifMatch(condition.ifMatch) } : {};
}

/**
 * Sends a conditional write until its outcome is known. A write that S3 carried out without our hearing of it is found
 * by its write id: on a refusal (our retry met our own object) and when the last answer was lost.
 * 409 means that another write was under way: once more. Throws `S3Failure`.
 */
export async function writeOnCondition(options: {
  bucket: Bucket;
  key: ObjectKey;
  condition: PutCondition;
  writeId: string;
  bytes: number;
  checksum: Checksum;
  /** Sends the request; returns the new etag. */
  send: () => Promise<string>;
}): Promise<PutResult> {
  const { bucket, key, condition, writeId, bytes, checksum } = options;
  for (let attempt = 0, sent = 0; ; attempt++) {
    try {
      const etag = await options.send();
      return { outcome: "stored", etag, bytes, checksum };
    } catch (error) {
      if (!(error instanceof S3Failure)) throw error;
      const mayBeCondition = error.status === 412 || error.status === 409 || error.isAbsent;
      if (!mayBeCondition && !error.isAmbiguous) throw error;

      const found = await headObject(bucket, key);
      if (found?.writeId === writeId) return { outcome: "stored", etag: found.head.etag, bytes, checksum };
      // Not ours, and the condition no longer holds: should the lost request still arrive, S3 refuses it too.
      const verdict = refusalOf(condition, found?.head ?? null);
      if (verdict !== null) return verdict;
      sent += error.attempts;
      if (sent >= ATTEMPTS) throw error;
      await backOff(attempt);
    }
  }
}

/** What the object now there says about the condition; null when it holds (again) and the write may be tried once more. */
export function refusalOf(
  condition: PutCondition,
  head: Extract<PutResult, { outcome: "changed" }>["head"],
): PutResult | null {
  if (condition.kind === "create") return head && { outcome: "exists", head };
  if (condition.kind === "any" || head?.etag === condition.ifMatch) return null;
  return { outcome: "changed", head };
}

/** Thrown before anything of the object can be seen. */
export function wrongBytes(key: ObjectKey, actual: Checksum, expected: Checksum): ReelgraphError {
  const message = `The bytes for ${key} are ${actual}, not ${expected}.`;
  return new ReelgraphError({ code: "integrity", message });
}
