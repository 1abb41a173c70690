import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { mediaTypeOfName } from "../../core/media-type";
import { isKeyPrefix, type ListPage } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { bareEtag } from "./object-head";
import { request } from "./s3-failure";

/** The cursor is the last key, not S3's own token: it stays good for days and means the same on every store. Throws `S3Failure`. */
export async function listObjects(
  bucket: Bucket,
  { prefix, cursor, limit = 1000 }: { prefix: string; cursor?: string; limit?: number },
): Promise<ListPage> {
  if (!isKeyPrefix(prefix)) return { heads: [], cursor: null };
  const answer = await request(() =>
    bucket.client.send(
      new ListObjectsV2Command({
        Bucket: bucket.name,
        Prefix: bucket.fullPrefix(prefix),
        StartAfter: cursor === undefined ? undefined : bucket.fullPrefix(cursor),
        MaxKeys: Math.min(Math.max(1, limit), 1000),
        // XML cannot carry every key; percent signs can.
        EncodingType: "url",
      }),
    ),
  );
  const listed = (answer.Contents ?? []).map((one) => ({ ...one, fullKey: decodeKey(one.Key ?? "") }));
  const heads = listed.flatMap((one) => {
    const key = bucket.keyOf(one.fullKey);
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
  const last = listed.at(-1)?.fullKey.slice(bucket.fullPrefix("").length);
  return { heads, cursor: answer.IsTruncated && last !== undefined ? last : null };
}

/** S3 encodes as forms do: a space is `+`, a plus is `%2B`. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
