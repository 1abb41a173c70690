import { randomUUID } from "node:crypto";
import { CopyObjectCommand } from "@aws-sdk/client-s3";
import type { ObjectKey, PutCondition, PutResult } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { conditionHeaders, refusalOf, writeOnCondition } from "./conditional-write";
import { getObject } from "./get-object";
import { bareEtag, headObject, metadataOf } from "./object-head";
import { putObject } from "./put-object";
import { request } from "./s3-failure";

/** S3 copies at most this much in one request. */
const LARGEST_COPY_BYTES = 5 * 1024 ** 3;
const CREATE: PutCondition = { kind: "create" };

/** Null when the source is absent. Throws `S3Failure`. */
export async function copyObject(
  bucket: Bucket,
  { from, to }: { from: ObjectKey; to: ObjectKey },
): Promise<PutResult | null> {
  const source = await headObject(bucket, from);
  if (source === null) return null;
  const { checksum, bytes, mediaType, etag } = source.head;
  const { cacheControl } = source;
  if (checksum === null || bytes > LARGEST_COPY_BYTES)
    return copyThroughHere(bucket, { from, to, cacheControl });

  // radosgw ignores the condition on a copy. A look before it leaves a small gap there; AWS has none.
  const refused = refusalOf(CREATE, (await headObject(bucket, to))?.head ?? null);
  if (refused !== null) return refused;
  const writeId = randomUUID();
  const command = () =>
    new CopyObjectCommand({
      Bucket: bucket.name,
      Key: bucket.fullKey(to),
      CopySource: [bucket.name, ...bucket.fullKey(from).split("/")].map(encodeURIComponent).join("/"),
      CopySourceIfMatch: bucket.ifMatch(etag),
      // Written anew, because the write id must be this copy's.
      MetadataDirective: "REPLACE",
      ContentType: mediaType,
      CacheControl: cacheControl,
      ChecksumAlgorithm: "SHA256",
      Metadata: metadataOf(writeId, checksum),
      ...conditionHeaders(bucket, CREATE),
    });
  const send = async () =>
    bareEtag((await request(() => bucket.client.send(command()))).CopyObjectResult?.ETag);
  return writeOnCondition({ bucket, key: to, condition: CREATE, writeId, bytes, checksum, send });
}

/** For what somebody else put into the bucket without a checksum, and for the very large. */
async function copyThroughHere(
  bucket: Bucket,
  options: { from: ObjectKey; to: ObjectKey; cacheControl: string | undefined },
): Promise<PutResult | null> {
  const { from, to, cacheControl } = options;
  const source = await getObject(bucket, from);
  if (source === null) return null;
  const { mediaType, checksum } = source.head;
  return putObject(bucket, {
    key: to,
    body: source.stream,
    mediaType,
    condition: CREATE,
    checksum: checksum ?? undefined,
    cacheControl,
  });
}
