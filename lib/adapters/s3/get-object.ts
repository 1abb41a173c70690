import { GetObjectCommand } from "@aws-sdk/client-s3";
import {
  type ByteRange,
  type ObjectBody,
  type ObjectHead,
  type ObjectKey,
  resolveRange,
} from "../../ports/object-store";
import { type Bucket, backOff } from "./bucket";
import { headObject, headOf } from "./object-head";
import { guarded, request, S3Failure, storeErrorOf } from "./s3-failure";

/** Up to here an object is read at once: no connection stays taken behind the caller's back. */
const READ_AT_ONCE_BYTES = 1024 * 1024;
const RESUMES = 4;

/** Null when absent. Throws `invalid-input` for a range without a byte, `store-unavailable` otherwise. */
export async function getObject(
  bucket: Bucket,
  key: ObjectKey,
  range?: ByteRange,
): Promise<ObjectBody | null> {
  const opened = await guarded(`read ${key}`, () => openBody(bucket, key, range));
  if (opened === null) return null;
  const { head, start, end, bytes } = opened;
  const stream = resuming({ bucket, key, head, start, end, bytes });
  if (end - start >= READ_AT_ONCE_BYTES) return { head, stream };
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { head, stream: once(chunks) };
}

interface OpenedBody {
  head: ObjectHead;
  start: number;
  end: number;
  bytes: AsyncIterable<Uint8Array>;
}

async function openBody(
  bucket: Bucket,
  key: ObjectKey,
  range: ByteRange | undefined,
  ifMatch?: string,
): Promise<OpenedBody | null> {
  try {
    if (range !== undefined && !canBeSaid(range)) return await refuseRange(bucket, key, range);
    const answer = await request(() =>
      bucket.client.send(
        new GetObjectCommand({
          Bucket: bucket.name,
          Key: bucket.fullKey(key),
          Range: range && `bytes=${range.start}-${range.end ?? ""}`,
          IfMatch: ifMatch,
        }),
      ),
    );
    const { head } = headOf(key, answer);
    // The client's body is a Node stream here; its type also names the browser's.
    const bytes = answer.Body as unknown as AsyncIterable<Uint8Array>;
    return { head, bytes, ...resolveRange(range, head.bytes) };
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    if (error.isAbsent) return null;
    if (range !== undefined && error.status === 416) return await refuseRange(bucket, key, range);
    throw error;
  }
}

/** Throws what the object's size says about the range; null when there is no object. */
async function refuseRange(bucket: Bucket, key: ObjectKey, range: ByteRange): Promise<null> {
  const found = await headObject(bucket, key);
  if (found !== null) resolveRange(range, found.head.bytes);
  return null;
}

/** Whether HTTP has words for it; anything else is judged by the size alone. */
function canBeSaid({ start, end = start }: ByteRange): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start;
}

/** The bytes; when the connection breaks, goes on behind the last byte that came, of the same version. */
async function* resuming(
  options: OpenedBody & { bucket: Bucket; key: ObjectKey },
): AsyncGenerator<Uint8Array> {
  const { bucket, key, head, end } = options;
  let { start, bytes } = options;
  for (let resumed = 0; ; resumed++) {
    try {
      for await (const chunk of bytes) {
        start += chunk.length;
        yield chunk;
      }
      if (start > end) return;
      throw new Error("the body ended early");
    } catch (error) {
      if (start > end) return;
      const doing = `read ${key}`;
      if (resumed >= RESUMES) throw storeErrorOf(new S3Failure(error), doing);
      await backOff(resumed);
      const again = await guarded(doing, () =>
        openBody(bucket, key, { start, end }, bucket.ifMatch(head.etag)),
      );
      if (again === null) throw storeErrorOf(new S3Failure(error), doing);
      bytes = again.bytes;
    }
  }
}

async function* once(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}
