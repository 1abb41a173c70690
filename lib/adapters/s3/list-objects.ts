import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { mediaTypeOfName } from "../../core/media-type";
import { isKeyPrefix, type ListPage, type ObjectHead } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { bareEtag } from "./object-head";
import { request } from "./s3-failure";

/**
 * The cursor is the last key, not S3's own token: it stays good for days and means the same on every store. S3 may answer
 * with fewer than it was asked for, or none, and have more; then it is asked on until the page is full. Throws `S3Failure`.
 */
export async function listObjects(
  bucket: Bucket,
  { prefix, cursor, limit = 1000 }: { prefix: string; cursor?: string; limit?: number },
): Promise<ListPage> {
  if (!isKeyPrefix(prefix)) return { heads: [], cursor: null };
  const size = Math.min(Math.max(1, limit), 1000);
  const heads: ObjectHead[] = [];
  let token: string | undefined;
  do {
    const answer: ListObjectsV2CommandOutput = await request(() =>
      bucket.client.send(
        new ListObjectsV2Command({
          Bucket: bucket.name,
          Prefix: bucket.fullPrefix(prefix),
          StartAfter: cursor === undefined ? undefined : bucket.fullPrefix(cursor),
          ContinuationToken: token,
          MaxKeys: size - heads.length,
          // XML cannot carry every key; percent signs can.
          EncodingType: "url",
        }),
      ),
    );
    heads.push(...headsOf(bucket, answer));
    token = answer.IsTruncated ? answer.NextContinuationToken : undefined;
  } while (token !== undefined && heads.length < size);
  return { heads, cursor: token === undefined ? null : (heads.at(-1)?.key ?? null) };
}

function headsOf(bucket: Bucket, answer: ListObjectsV2CommandOutput): ObjectHead[] {
  return (answer.Contents ?? []).flatMap((one) => {
    const key = bucket.keyOf(decodeKey(one.Key ?? ""));
    if (key === null) return [];
    return {
      key,
      bytes: one.Size ?? 0,
      etag: bareEtag(one.ETag),
      checksum: null,
      mediaType: mediaTypeOfName(key),
      modifiedAt: one.LastModified ?? new Date(0),
    };
  });
}

/** S3 encodes as forms do: a space is `+`, a plus is `%2B`. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
