import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import { mediaTypeOfName } from "../../core/media-type";
import type { ObjectHead, ObjectKey } from "../../ports/object-store";
import { type Disk, placeOf } from "./disk";
import {
  type FileIdentity,
  identityOf,
  needsRecord,
  readRecord,
  sameFile,
  writeRecord,
} from "./file-records";
import { behindLink } from "./folders";
import { hashFile } from "./read-file";
import { nullIfAbsent } from "./store-error";

/** How often an operation starts again because the file was replaced, or its folder removed, under its hands. */
export const ATTEMPTS = 8;

/** An object as found on disk: its head, and which file that was. */
interface FoundObject {
  head: ObjectHead;
  path: string;
  identity: FileIdentity;
}

/** Null when there is no object of that key. Say `locked` when the caller holds the key's lock. */
export async function findObject(
  disk: Disk,
  key: ObjectKey,
  { locked = false }: { locked?: boolean } = {},
): Promise<FoundObject | null> {
  const { names, fileName } = placeOf(key);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const folder = await disk.folders.find(names);
    if (folder === null) return null;
    const path = join(folder, fileName);
    const stat = await lstat(path, { bigint: true }).catch(nullIfAbsent);
    if (stat === null || stat.isDirectory()) return null;
    if (!stat.isFile()) throw behindLink(key);
    const identity = identityOf(stat);
    const known = await whatIsKnown({ disk, key, path, identity, locked });
    if (known === null) continue;
    const modifiedAt = new Date(Number(stat.mtimeMs));
    const head = { key, bytes: identity.bytes, etag: etagOf(known.checksum), ...known, modifiedAt };
    return { head, path, identity };
  }
  throw changesTooFast(key);
}

/** Equal bytes have equal etags, as on S3; unequal bytes never, which is what compare-and-set needs. */
export function etagOf(checksum: Checksum): string {
  return `disk-${checksum.slice("sha256:".length, "sha256:".length + 32)}`;
}

export function changesTooFast(key: ObjectKey): ReelgraphError {
  const message = `${key} changes faster than it can be read; try again.`;
  return new ReelgraphError({ code: "store-unavailable", message, retryable: true });
}

/** From the record, else from the bytes themselves; null when the file is another one by now. */
async function whatIsKnown(options: {
  disk: Disk;
  key: ObjectKey;
  path: string;
  identity: FileIdentity;
  locked: boolean;
}): Promise<{ checksum: Checksum; mediaType: string } | null> {
  const { disk, key, path, identity, locked } = options;
  const records = await disk.findRecords();
  const record = records === null ? null : await readRecord(records, key);
  if (record !== null && sameFile(record, identity)) {
    return { checksum: record.checksum, mediaType: record.mediaType };
  }
  const checksum = await hashFile(path, identity);
  if (checksum === null) return null;
  const known = { checksum, mediaType: record?.mediaType ?? mediaTypeOfName(key) };
  if (record === null && !needsRecord({ key, mediaType: known.mediaType, bytes: identity.bytes }))
    return known;
  const remember = async () => {
    const stat = await lstat(path, { bigint: true });
    if (!sameFile(identityOf(stat), identity)) return;
    await writeRecord(await disk.ensureRecords(), { key, ...identity, ...known });
  };
  // Remembering is a courtesy to the next reader; a store that cannot be written can still be read.
  await (locked ? remember() : disk.withLock(key, remember)).catch(() => undefined);
  return known;
}
