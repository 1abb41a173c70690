import { createHash, randomUUID } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { checksum as toChecksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import type { PutOptions, PutResult } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { conditionHeaders, writeOnCondition, wrongBytes } from "./conditional-write";
import { PART_BYTES, uploadInParts } from "./multipart";
import { bareEtag, base64Of, metadataOf } from "./object-head";
import { chunksOf } from "./part-chunks";
import { request } from "./s3-failure";
import { spool } from "./spool";

/** One request for what fits a part; parts for the rest. Throws `S3Failure`, `integrity`, and the body's own errors. */
export async function putObject(bucket: Bucket, options: PutOptions): Promise<PutResult> {
  const { body, checksum } = options;
  if (body instanceof Uint8Array) return putBytes(bucket, options, body);

  const opened = await measure(body);
  if ("bytes" in opened) return putBytes(bucket, options, opened.bytes);
  if (checksum !== undefined) return uploadInParts(bucket, { ...options, parts: opened.parts, checksum });
  // The checksum is written at the start of an upload and known at the end of a stream, so the stream goes through a file.
  const spooled = await spool(opened.parts);
  try {
    const parts = chunksOf(spooled.read(), PART_BYTES);
    return await uploadInParts(bucket, { ...options, parts, checksum: spooled.checksum });
  } finally {
    await spooled.remove();
  }
}

/** All bytes when they fit one part, else the whole stream in parts. */
async function measure(
  body: AsyncIterable<Uint8Array>,
): Promise<{ bytes: Uint8Array } | { parts: AsyncIterable<Uint8Array> }> {
  const parts = chunksOf(body, PART_BYTES);
  const first = await parts.next();
  if (first.done) return { bytes: new Uint8Array() };
  const second = await parts.next();
  return second.done ? { bytes: first.value } : { parts: concatenated([first.value, second.value], parts) };
}

async function putBytes(bucket: Bucket, options: PutOptions, bytes: Uint8Array): Promise<PutResult> {
  const { key, mediaType, condition, cacheControl } = options;
  const checksum: Checksum = toChecksum(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
  if (options.checksum !== undefined && options.checksum !== checksum) {
    throw wrongBytes(key, checksum, options.checksum);
  }
  // The caller may reuse its buffer as soon as it has an answer; retries happen before that.
  const writeId = randomUUID();
  const command = () =>
    new PutObjectCommand({
      Bucket: bucket.name,
      Key: bucket.fullKey(key),
      Body: bytes,
      ContentLength: bytes.length,
      ContentType: mediaType,
      CacheControl: cacheControl,
      ChecksumSHA256: base64Of(checksum),
      Metadata: metadataOf(writeId, checksum),
      ...conditionHeaders(bucket, condition),
    });
  return writeOnCondition({
    bucket,
    key,
    condition,
    writeId,
    checksum,
    bytes: bytes.length,
    send: async () => bareEtag((await request(() => bucket.client.send(command()))).ETag),
  });
}

async function* concatenated(
  first: Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // Shifted out, so that the first parts are not held to the end.
  for (let part = first.shift(); part !== undefined; part = first.shift()) yield part;
  yield* rest;
}
