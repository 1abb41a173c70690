import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { checksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { mediaTypeOfName } from "../../core/media-type";
import type { ObjectHead, ObjectKey } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { request, S3Failure } from "./s3-failure";

/**
 * What we write beside each object. `sha256` in hex: an S3 checksum of a multipart upload is a hash of hashes, and older
 * compatible servers keep none. `write-id` is new for every put: it tells our own earlier attempt from another writer's.
 */
interface WrittenMetadata {
  sha256?: string;
  "write-id": string;
}

interface RemoteHead {
  head: ObjectHead;
  writeId: string | null;
  cacheControl: string | undefined;
}

/** The parts of S3's answers that heads are made of; HEAD and GET share them. */
interface Answer {
  ContentLength?: number;
  ContentRange?: string;
  ContentType?: string;
  CacheControl?: string;
  ETag?: string;
  LastModified?: Date;
  ChecksumSHA256?: string;
  Metadata?: Record<string, string>;
}

/** Null when absent. Throws `S3Failure`. */
export async function headObject(bucket: Bucket, key: ObjectKey): Promise<RemoteHead | null> {
  try {
    const answer = await request(() =>
      bucket.client.send(
        new HeadObjectCommand({ Bucket: bucket.name, Key: bucket.fullKey(key), ChecksumMode: "ENABLED" }),
      ),
    );
    return headOf(key, answer);
  } catch (error) {
    if (error instanceof S3Failure && error.isAbsent) return null;
    throw error;
  }
}

export function headOf(key: ObjectKey, answer: Answer): RemoteHead {
  const total = /\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1];
  return {
    head: {
      key,
      bytes: total === undefined ? (answer.ContentLength ?? 0) : Number(total),
      etag: bareEtag(answer.ETag),
      checksum: checksumOfAnswer(answer),
      mediaType: answer.ContentType ?? mediaTypeOfName(key),
      modifiedAt: answer.LastModified ?? new Date(0),
    },
    writeId: answer.Metadata?.["write-id"] ?? null,
    cacheControl: answer.CacheControl,
  };
}

export function bareEtag(etag: string | undefined): string {
  return (etag ?? "").replace(/^(?:W\/)?"(.*)"$/, "$1");
}

/** A whole-object sha256: base64, 44 characters. `…-25` is the hash of 25 parts' hashes and says nothing. */
function checksumOfAnswer({ ChecksumSHA256: base64, Metadata: metadata }: Answer): Checksum | null {
  if (base64 !== undefined && /^[A-Za-z0-9+/]{43}=$/.test(base64)) {
    return checksum(`sha256:${Buffer.from(base64, "base64").toString("hex")}`);
  }
  const hex = metadata?.sha256 ?? "";
  return /^[0-9a-f]{64}$/.test(hex) ? checksum(`sha256:${hex}`) : null;
}

/** `sha256:<hex>` → what S3's headers want. */
export function base64Of(value: Checksum): string {
  return Buffer.from(value.slice("sha256:".length), "hex").toString("base64");
}

export function metadataOf(writeId: string, value: Checksum): Record<string, string> {
  const metadata: WrittenMetadata = { sha256: value.slice("sha256:".length), "write-id": writeId };
  return { ...metadata };
}
