import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Checksum } from "../../core/fingerprint/types";
import type { ObjectKey, ObjectStore } from "../../ports/object-store";
import type { Bucket } from "./bucket";
import { base64Of } from "./object-head";
import { request } from "./s3-failure";

/** S3 accepts no longer life. */
const LONGEST_SECONDS = 7 * 24 * 3600;

/** The parts of the client's request and signer that signing a URL needs; their full types belong to packages of its own. */
interface SignableRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
}

interface UrlSigner {
  presign(
    request: SignableRequest,
    options: {
      expiresIn: number;
      signingDate?: Date;
      unhoistableHeaders: Set<string>;
      signableHeaders: Set<string>;
    },
  ): Promise<SignableRequest>;
}

/** A URL that reads one object. Its life is at most a week. Nothing is asked of S3: it may lead to an absent object. */
export async function presignGet(
  bucket: Bucket,
  options: Parameters<ObjectStore["presignGet"]>[0],
): Promise<string> {
  const { key, expiresInSeconds, signedAt, downloadName, cacheControl } = options;
  const command = new GetObjectCommand({
    Bucket: bucket.name,
    Key: bucket.fullKey(key),
    ResponseContentDisposition: downloadName === undefined ? undefined : attachment(downloadName),
    ResponseCacheControl: cacheControl,
  });
  const built = await build(bucket, command);
  return sign({ bucket, built, expiresInSeconds, signedAt, headers: {} });
}

/**
 * A URL that creates one object (412 when it exists), with the headers the uploader must send as they are. S3 refuses bytes that do
 * not hash to `checksum`. Compatible servers may take them; so no checksum is recorded, and `head` tells only one that S3 has checked.
 */
export async function presignPut(
  bucket: Bucket,
  options: { key: ObjectKey; mediaType: string; checksum: Checksum; bytes: number; expiresInSeconds: number },
): Promise<{ url: string; headers: Record<string, string> }> {
  const { key, mediaType, checksum, bytes, expiresInSeconds } = options;
  const headers = {
    "content-type": mediaType,
    "content-length": String(bytes),
    "if-none-match": "*",
    "x-amz-checksum-sha256": base64Of(checksum),
    // AWS checks the line above. Older compatible servers (radosgw before Squid) do not know it, but check a signed payload's hash.
    ...(bucket.isAws ? {} : { "x-amz-content-sha256": checksum.slice("sha256:".length) }),
  };
  const command = new PutObjectCommand({ Bucket: bucket.name, Key: bucket.fullKey(key) });
  // Only its path and query are used, and the client's types do not allow a union here.
  const built = await build(bucket, command as unknown as GetObjectCommand);
  const url = await sign({ bucket, built, expiresInSeconds, headers });
  return { url, headers };
}

/** The request as the client would send it, endpoint and path resolved, caught before it is sent. */
async function build(bucket: Bucket, command: GetObjectCommand): Promise<SignableRequest> {
  const caught: SignableRequest[] = [];
  command.middlewareStack.add(
    () => async (args: { request?: unknown }) => {
      caught.push(args.request as SignableRequest);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: "build", priority: "low", name: "catchRequest" },
  );
  await request(() => bucket.client.send(command));
  const [built] = caught;
  if (built === undefined) throw new Error("the S3 client built no request");
  return built;
}

async function sign(options: {
  bucket: Bucket;
  built: SignableRequest;
  expiresInSeconds: number;
  signedAt?: Date;
  headers: Record<string, string>;
}): Promise<string> {
  const { bucket, built, expiresInSeconds, signedAt, headers } = options;
  const { "x-id": _, ...query } = built.query;
  // Only what the holder of the URL must send; the client's own headers would become part of the URL.
  const host = built.headers.host ?? built.hostname;
  const unsigned = {
    ...built,
    query,
    headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...headers },
  };
  const names = new Set(Object.keys(headers));
  const signer = await request(async () => (await bucket.client.config.signer()) as unknown as UrlSigner);
  const expiresIn = Math.min(Math.max(1, Math.floor(expiresInSeconds)), LONGEST_SECONDS);
  const signed = await signer.presign(unsigned, {
    expiresIn,
    ...(signedAt ? { signingDate: signedAt } : {}),
    unhoistableHeaders: names,
    signableHeaders: names,
  });
  const port = signed.port === undefined ? "" : `:${signed.port}`;
  const text = Object.entries(signed.query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encode(name)}=${encode(one ?? "")}`),
  );
  return `${signed.protocol}//${signed.hostname}${port}${signed.path}?${text.join("&")}`;
}

/** As signatures count it: everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** RFC 6266: a plain name for old readers and the real one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encode(name)}`;
}
