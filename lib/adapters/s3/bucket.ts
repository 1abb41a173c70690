import { S3Client } from "@aws-sdk/client-s3";
import { type ObjectKey, objectKey } from "../../ports/object-store";

export interface S3StoreOptions {
  bucket: string;
  /** Address of a compatible server; absent for AWS. */
  endpoint?: string;
  /** Default: `us-east-1` with an endpoint, else what the AWS environment says. */
  region?: string;
  /** Default: the AWS environment's (variables, profile, role). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** `endpoint/bucket/key` rather than `bucket.endpoint/key`. Default: true with an endpoint. */
  forcePathStyle?: boolean;
  /** Folder inside the bucket, without slashes at its ends; at most 100 bytes, so that every key fits S3's 1024. */
  prefix?: string;
  /** How often one request is tried. Default 5. */
  maxAttempts?: number;
  /** How long a connection may be silent before it counts as lost. Default 60 000. */
  socketTimeoutMs?: number;
}

/** One bucket and the client that talks to it; shared by the operations of one store. */
export interface Bucket {
  client: S3Client;
  name: string;
  isAws: boolean;
  fullKey(key: ObjectKey): string;
  /** Null for what is not below the store's prefix or is no key of ours. */
  keyOf(fullKey: string): ObjectKey | null;
  fullPrefix(prefix: string): string;
  /** The form of an etag this server's `If-Match` understands. */
  ifMatch(etag: string): string;
}

export function openBucket(options: S3StoreOptions): Bucket {
  const { endpoint, credentials, maxAttempts = 5, socketTimeoutMs = 60_000 } = options;
  const base = options.prefix ? `${objectKey(options.prefix)}/` : "";
  const isAws = endpoint === undefined;
  const client = new S3Client({
    endpoint,
    region: options.region ?? (isAws ? undefined : "us-east-1"),
    credentials,
    forcePathStyle: options.forcePathStyle ?? !isAws,
    maxAttempts,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: socketTimeoutMs },
    // Compatible servers refuse the CRC trailers the client would add; every put carries its sha256 instead.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    client,
    name: options.bucket,
    isAws,
    fullKey: (key) => base + key,
    keyOf(fullKey) {
      try {
        return fullKey.startsWith(base) ? objectKey(fullKey.slice(base.length)) : null;
      } catch {
        return null;
      }
    },
    fullPrefix: (prefix) => base + prefix,
    // RFC 9110 has etags in quotes and AWS follows it; radosgw compares with the bare text.
    ifMatch: (etag) => (isAws ? `"${etag}"` : etag),
  };
}

/** Full jitter: 0 to 50 ms, 100 ms, … 2 s. */
export async function backOff(attempt: number): Promise<void> {
  const limit = Math.min(2_000, 50 * 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * limit));
}
