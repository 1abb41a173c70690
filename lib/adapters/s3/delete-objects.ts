import { DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { ReelgraphError } from "../../core/errors";
import type { ObjectKey } from "../../ports/object-store";
import { type Bucket, backOff } from "./bucket";
import { request } from "./s3-failure";

const BATCH = 1000;
const ATTEMPTS = 5;

/** S3 answers 200 even when it could not delete some; those are asked for again. Throws `S3Failure` and `store-unavailable`. */
export async function deleteObjects(bucket: Bucket, keys: readonly ObjectKey[]): Promise<void> {
  for (let start = 0; start < keys.length; start += BATCH) {
    await deleteBatch(
      bucket,
      keys.slice(start, start + BATCH).map((key) => bucket.fullKey(key)),
    );
  }
}

async function deleteBatch(bucket: Bucket, fullKeys: readonly string[]): Promise<void> {
  let remaining = fullKeys;
  for (let attempt = 0; remaining.length > 0; attempt++) {
    const Objects = remaining.map((Key) => ({ Key }));
    const answer = await request(() =>
      bucket.client.send(new DeleteObjectsCommand({ Bucket: bucket.name, Delete: { Objects, Quiet: true } })),
    );
    const errors = (answer.Errors ?? []).filter((error) => error.Code !== "NoSuchKey");
    remaining = errors.flatMap((error) => error.Key ?? []);
    if (remaining.length === 0) return;
    const code = errors[0]?.Code ?? "unknown";
    const retryable = code !== "AccessDenied";
    if (!retryable || attempt + 1 >= ATTEMPTS) {
      const message = `Cannot delete objects: the object store kept ${remaining.length} of ${fullKeys.length} (${code}).`;
      throw new ReelgraphError({ code: "store-unavailable", message, retryable });
    }
    await backOff(attempt);
  }
}
