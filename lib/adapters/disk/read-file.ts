import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ReelgraphError } from "../../core/errors";
import { checksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { type FileIdentity, identityOf, sameFile } from "./file-records";
import { hasCode, storeError } from "./store-error";

const CHUNK_BYTES = 256 * 1024;

/** Bytes `start` to `end` (inclusive) of exactly that file; null when the path leads to another one by now, or to none. */
export async function readSlice(options: {
  path: string;
  identity: FileIdentity;
  start: number;
  end: number;
}): Promise<Uint8Array | null> {
  const { start, end } = options;
  const handle = await openSame(options);
  if (handle === null) return null;
  try {
    const bytes = new Uint8Array(end - start + 1);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) return null;
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** The same as a stream. Opens nothing before the first read, so an abandoned stream leaks nothing. */
export async function* streamSlice(options: {
  path: string;
  identity: FileIdentity;
  start: number;
  end: number;
  doing: string;
}): AsyncGenerator<Uint8Array> {
  const { start, end, doing } = options;
  try {
    const handle = await openSame(options);
    if (handle === null) throw replaced(doing);
    try {
      for (let position = start; position <= end; ) {
        // A fresh buffer each time: the consumer may keep what it got.
        const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - position + 1));
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) throw replaced(doing);
        position += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storeError(error, doing);
  }
}

/** sha256 of exactly that file; null when it was replaced or changed meanwhile. */
export async function hashFile(path: string, identity: FileIdentity): Promise<Checksum | null> {
  const handle = await openSame({ path, identity });
  if (handle === null) return null;
  try {
    const hash = createHash("sha256");
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) break;
      hash.update(chunk.subarray(0, bytesRead));
    }
    const still = sameFile(identityOf(await handle.stat({ bigint: true })), identity);
    return still ? checksum(`sha256:${hash.digest("hex")}`) : null;
  } finally {
    await handle.close();
  }
}

async function openSame(options: { path: string; identity: FileIdentity }): Promise<FileHandle | null> {
  let handle: FileHandle;
  try {
    handle = await open(options.path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP")) return null;
    throw error;
  }
  if (sameFile(identityOf(await handle.stat({ bigint: true })), options.identity)) return handle;
  await handle.close();
  return null;
}

function replaced(doing: string): ReelgraphError {
  return new ReelgraphError({
    code: "store-unavailable",
    message: `Cannot ${doing}: the object was replaced or removed while it was read.`,
    retryable: true,
  });
}
