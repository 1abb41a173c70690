import type { Brand } from "../core/brand";
import { ReelgraphError } from "../core/errors";
import type { Checksum } from "../core/fingerprint/types";

/**
 * `videos/{videoId}/…`: slash-separated, no empty, `.` or `..` segment, at most 900 UTF-8 bytes and 240 in a segment
 * (file names end at 255). No key is the folder of another: `a` and `a/b` do not go together, a store may refuse the second.
 */
export type ObjectKey = Brand<string, "ObjectKey">;

/** The only constructor of keys. Throws `invalid-input` for a key that could leave the root or that some store cannot hold. */
export function objectKey(...parts: string[]): ObjectKey {
  const key = parts.join("/");
  const segments = key.split("/");
  const bad = segments.some(
    (segment) => segment === "" || segment === "." || segment === ".." || utf8Length(segment) > 240,
  );
  // Half a surrogate pair has no UTF-8, and U+FFFE and U+FFFF have no XML, which is what S3 speaks.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (bad || /[\u0000-\u001f\u007f\\\ufffe\uffff]|\p{Surrogate}/u.test(key) || utf8Length(key) > 900) {
    throw new ReelgraphError({
      code: "invalid-input",
      message: `Not a valid object key: ${JSON.stringify(key)}`,
    });
  }
  return key as ObjectKey;
}

/** False for text that no key can start with (`../`, `a//`, control characters): a listing of it is empty without asking. */
export function isKeyPrefix(text: string): boolean {
  if (text === "") return true;
  return [text, `${text}x`].some((candidate) => {
    try {
      return objectKey(candidate) === candidate;
    } catch {
      return false;
    }
  });
}

/** Several keys in an error's words. */
export function wordsFor(keys: readonly ObjectKey[]): string {
  return keys.length > 1 ? `${keys[0]} and ${keys.length - 1} more` : (keys[0] ?? "nothing");
}

const ASCII = /^[ -~]*$/;

function utf8Length(text: string): number {
  return ASCII.test(text) ? text.length : new TextEncoder().encode(text).length;
}

/** What a store knows of an object without its bytes. */
export interface ObjectHead {
  key: ObjectKey;
  bytes: number;
  /** Opaque version for `ifMatch`; not a content hash. */
  etag: string;
  /** sha256 of the bytes, recorded at the put. Null where nobody recorded it, and in S3's listings, which do not carry it: ask `head`. */
  checksum: Checksum | null;
  /** As put. In S3's listings, which do not carry it, what the key's extension says. */
  mediaType: string;
  modifiedAt: Date;
}

/**
 * - `create`: fails with `exists` when an object of that key is there;
 * - `replace`: fails with `changed` unless the current etag equals `ifMatch`;
 * - `any`: last writer wins (projections only).
 */
export type PutCondition = { kind: "create" } | { kind: "replace"; ifMatch: string } | { kind: "any" };

export type PutBody = Uint8Array | AsyncIterable<Uint8Array>;

export interface PutOptions {
  key: ObjectKey;
  body: PutBody;
  mediaType: string;
  condition: PutCondition;
  /** When given, the store refuses bytes that do not hash to it (`integrity`). */
  checksum?: Checksum;
  /** `public, max-age=31536000, immutable` for immutable assets. */
  cacheControl?: string;
}

export type PutResult =
  | { outcome: "stored"; etag: string; bytes: number; checksum: Checksum }
  /** `create`: the head of what is there, so that a writer can recognise its own retry by checksum. */
  | { outcome: "exists"; head: ObjectHead }
  /** `replace`: somebody else was faster; `head` is null when the object is gone. */
  | { outcome: "changed"; head: ObjectHead | null };

/**
 * Inclusive byte range, as in HTTP. `end` undefined or behind the last byte = to the last byte. A range without a single
 * byte of the object throws `invalid-input` (HTTP 416), so every range of an empty object does.
 */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface ObjectBody {
  head: ObjectHead;
  /** The bytes asked for, to be read once; a stream so that memory stays flat. Read it or `return()` it: S3 holds a connection until then. */
  stream: AsyncIterable<Uint8Array>;
}

/** Throws `invalid-input` unless the range holds at least one byte of an object of `bytes` bytes; returns it with its end known. */
export function resolveRange(range: ByteRange | undefined, bytes: number): { start: number; end: number } {
  if (range === undefined) return { start: 0, end: bytes - 1 };
  const { start, end = bytes - 1 } = range;
  if (
    !Number.isSafeInteger(start) ||
    !Number.isSafeInteger(end) ||
    start < 0 ||
    end < start ||
    start >= bytes
  ) {
    throw new ReelgraphError({
      code: "invalid-input",
      message: `No byte of an object of ${bytes} bytes lies in the range ${start}-${range.end ?? ""}.`,
    });
  }
  return { start, end: Math.min(end, bytes - 1) };
}

export interface ListPage {
  heads: ObjectHead[];
  /** Pass it back for the next page; null at the end. */
  cursor: string | null;
}

/**
 * One private bucket or folder of immutable and projected objects (storage.md, The object-store port).
 * Failures of the store itself are ReelgraphErrors with code `store-unavailable` and `retryable` set; absence is null, not an error.
 * tests/conformance/object-store.ts runs against every adapter.
 */
export interface ObjectStore {
  readonly kind: "memory" | "disk" | "s3";
  head(key: ObjectKey): Promise<ObjectHead | null>;
  get(key: ObjectKey, range?: ByteRange): Promise<ObjectBody | null>;
  put(options: PutOptions): Promise<PutResult>;
  /** Keys in ascending UTF-8 byte order; `limit` at most and by default 1000. `prefix` is text, not a folder: `a/b` finds `a/bc`. */
  list(options: { prefix: string; cursor?: string; limit?: number }): Promise<ListPage>;
  /** What a projection was before it was replaced, newest first, where a store keeps that beside it (disk, of `metadata.json`). */
  earlier?(key: ObjectKey): Promise<Uint8Array[]>;
  /** Absent keys are no error. */
  delete(keys: readonly ObjectKey[]): Promise<void>;
  /** Server-side copy, type and checksum included; null when the source is absent. The target is created (`exists` when there). */
  copy(options: { from: ObjectKey; to: ObjectKey }): Promise<PutResult | null>;
  /**
   * A URL that reads one object from `signedAt` (default: now) until `expiresInSeconds` later, and is the same whenever it is asked for with
   * the same options; null where the adapter has none and the server must stream (disk, memory). `cacheControl`: what the answer says of
   * caching, instead of what was put.
   */
  presignGet(options: {
    key: ObjectKey;
    expiresInSeconds: number;
    signedAt?: Date;
    downloadName?: string;
    cacheControl?: string;
  }): Promise<string | null>;
  presignPut(options: {
    key: ObjectKey;
    mediaType: string;
    checksum: Checksum;
    bytes: number;
    expiresInSeconds: number;
  }): Promise<{ url: string; headers: Record<string, string> } | null>;
}

/** Reads a whole object into memory; for documents and single assets, never for exports. */
export async function readAll(body: ObjectBody): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body.stream) {
    chunks.push(chunk);
    total += chunk.length;
  }
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
