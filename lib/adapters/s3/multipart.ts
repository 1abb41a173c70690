import { createHash, randomUUID } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { checksum as toChecksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import type { ObjectKey, PutCondition, PutResult } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { conditionHeaders, refusalOf, writeOnCondition, wrongBytes } from "./conditional-write";
import { bareEtag, headObject, metadataOf } from "./object-head";
import { request } from "./s3-failure";

/** The smallest S3 takes, so that little is held; all equal, which some servers demand. At most 10 000 of them: 52 GB. */
export const PART_BYTES = 5 * 1024 * 1024;

interface Upload {
  key: ObjectKey;
  parts: AsyncIterable<Uint8Array>;
  mediaType: string;
  condition: PutCondition;
  checksum: Checksum;
  cacheControl?: string;
}

/**
 * Uploads a large object part by part, one under way while the next is read; memory holds two. Nothing can be seen before the
 * last step, and that step is not taken unless all bytes together hash to `checksum`.
 */
export async function uploadInParts(bucket: Bucket, upload: Upload): Promise<PutResult> {
  const { key, condition, checksum } = upload;
  const writeId = randomUUID();
  const target = { Bucket: bucket.name, Key: bucket.fullKey(key) };
  const { UploadId } = await request(() =>
    bucket.client.send(
      new CreateMultipartUploadCommand({
        ...target,
        ContentType: upload.mediaType,
        CacheControl: upload.cacheControl,
        ChecksumAlgorithm: "SHA256",
        Metadata: metadataOf(writeId, checksum),
      }),
    ),
  );
  const id = { ...target, UploadId };
  try {
    const { parts, bytes, actual } = await sendParts(bucket, id, upload.parts);
    if (actual !== checksum) throw wrongBytes(key, actual, checksum);
    // radosgw ignores conditions at completion. A look before it leaves a small gap there; AWS has none.
    const refused = refusalOf(condition, (await headObject(bucket, key))?.head ?? null);
    const complete = () =>
      new CompleteMultipartUploadCommand({
        ...id,
        MultipartUpload: { Parts: parts },
        ...conditionHeaders(bucket, condition),
      });
    const send = async () => bareEtag((await request(() => bucket.client.send(complete()))).ETag);
    const result =
      refused ?? (await writeOnCondition({ bucket, key, condition, writeId, bytes, checksum, send }));
    if (result.outcome !== "stored") await abort(bucket, id);
    return result;
  } catch (error) {
    await abort(bucket, id);
    throw error;
  }
}

type UploadIdentity = { Bucket: string; Key: string; UploadId: string | undefined };

async function sendParts(bucket: Bucket, id: UploadIdentity, pieces: AsyncIterable<Uint8Array>) {
  const whole = createHash("sha256");
  const parts: CompletedPart[] = [];
  let bytes = 0;
  let underWay: Promise<unknown> = Promise.resolve();
  for await (const piece of pieces) {
    whole.update(piece);
    bytes += piece.length;
    const PartNumber = parts.length + 1;
    const ChecksumSHA256 = createHash("sha256").update(piece).digest("base64");
    const part: CompletedPart = { PartNumber, ChecksumSHA256 };
    parts.push(part);
    // Also lets go of the part before this one, whose buffer is filled next.
    await underWay;
    underWay = request(() =>
      bucket.client.send(
        new UploadPartCommand({
          ...id,
          PartNumber,
          ChecksumSHA256,
          Body: piece,
          ContentLength: piece.length,
        }),
      ),
    ).then((answer) => {
      part.ETag = answer.ETag;
    });
    // Awaited before the next part; until then its failure must not count as unhandled.
    underWay.catch(() => undefined);
  }
  await underWay;
  return { parts, bytes, actual: toChecksum(`sha256:${whole.digest("hex")}`) };
}

/** Parts of an upload that is never completed cost money until somebody removes them; the bucket's lifecycle is the net below. */
async function abort(bucket: Bucket, id: UploadIdentity): Promise<void> {
  await bucket.client.send(new AbortMultipartUploadCommand(id)).catch(() => undefined);
}
