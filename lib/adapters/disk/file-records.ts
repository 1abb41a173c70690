import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checksum } from "../../core/fingerprint/types";
import { mediaTypeOfName } from "../../core/media-type";
import type { ObjectKey } from "../../ports/object-store";
import { newHolderName } from "./holder";
import { tempName } from "./names";
import { hasCode } from "./store-error";

/** What changes when a file is replaced or edited; numbers as text because JSON has no 64-bit integers. */
export interface FileIdentity {
  inode: string;
  modifiedNs: string;
  bytes: number;
}

/**
 * What is known of a file without reading it. Valid only while the file is the one it was written for, so it may be lost,
 * outdated or half-written without harm: the checksum is then computed again and the type read off the name.
 */
export interface FileRecord extends FileIdentity {
  key: ObjectKey;
  checksum: Checksum;
  mediaType: string;
}

/** Hashing so much takes no longer than reading a record. */
const QUICKLY_HASHED_BYTES = 64 * 1024;

/** Whether there is anything to remember of an object: a small one whose name tells its type is soon read again. */
export function needsRecord(object: { key: ObjectKey; mediaType: string; bytes: number }): boolean {
  return object.bytes > QUICKLY_HASHED_BYTES || mediaTypeOfName(object.key) !== object.mediaType;
}

export function identityOf(stat: BigIntStats): FileIdentity {
  return { inode: String(stat.ino), modifiedNs: String(stat.mtimeNs), bytes: Number(stat.size) };
}

export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.inode === b.inode && a.modifiedNs === b.modifiedNs && a.bytes === b.bytes;
}

/** One name per key for its record and its lock: no key is too long or too strange for it. */
export function recordName(key: ObjectKey): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Null when there is no usable record. `records` is the folder of all of them. */
export async function readRecord(records: string, key: ObjectKey): Promise<FileRecord | null> {
  try {
    const record: unknown = JSON.parse(await readFile(join(records, fileOf(key)), "utf8"));
    return isRecordOf(record, key) ? record : null;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, "ENOENT", "ENOTDIR")) return null;
    throw error;
  }
}

/** Call it under the key's lock, and before the file it speaks of gets its name. Not forced to the disk: it may be lost. */
export async function writeRecord(records: string, record: FileRecord): Promise<void> {
  const temp = join(records, tempName(newHolderName()));
  try {
    await writeFile(temp, `${JSON.stringify(record)}\n`);
    await rename(temp, join(records, fileOf(record.key)));
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
}

export async function removeRecord(records: string, key: ObjectKey): Promise<void> {
  await rm(join(records, fileOf(key)), { force: true });
}

function fileOf(key: ObjectKey): string {
  return `${recordName(key)}.json`;
}

/** A person or a crash may have left anything in the file. */
function isRecordOf(value: unknown, key: ObjectKey): value is FileRecord {
  const record = value as Partial<FileRecord> | null;
  return (
    record?.key === key &&
    typeof record.mediaType === "string" &&
    typeof record.checksum === "string" &&
    /^sha256:[0-9a-f]{64}$/.test(record.checksum)
  );
}
