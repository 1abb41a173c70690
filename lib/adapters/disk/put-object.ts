import { linkSync, rmSync } from "node:fs";
import { link, lstat, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ReelgraphError } from "../../core/errors";
import type { Checksum } from "../../core/fingerprint/types";
import type { ObjectKey, PutBody, PutCondition, PutOptions, PutResult } from "../../ports/object-store";
import { type Disk, placeOf } from "./disk";
import { keepEarlier } from "./earlier";
import { needsRecord, writeRecord } from "./file-records";
import { ATTEMPTS, changesTooFast, etagOf, findObject } from "./find-object";
import { syncFolder } from "./folders";
import { guarded, hasCode, nullIfAbsent } from "./store-error";
import { createTempFile, fillTempFile, type TempFile, writeSmallTempFile } from "./temp-file";

/**
 * Temp file → forced to the disk → given its name under the key's lock → folder forced to the disk. A crash at any point
 * leaves the old object or the new one, whole, and at worst a temp file that the next process removes.
 */
export async function putObject(disk: Disk, options: PutOptions): Promise<PutResult> {
  const { key, body, mediaType, condition, checksum: expected } = options;
  const doing = `store ${key}`;
  const publishing = { disk, key, mediaType, condition };

  if (body instanceof Uint8Array && condition.kind === "create") {
    if (!needsRecord({ key, mediaType, bytes: body.length })) {
      return guarded(doing, () => createSmall({ disk, key, body, expected }));
    }
  }
  // Bytes in memory are written under the lock: of many writers who race, only the winner writes at all.
  if (body instanceof Uint8Array) {
    return guarded(doing, () =>
      publish({ ...publishing, stage: () => stage({ disk, key, body, expected, doing }) }),
    );
  }
  // A stream may take minutes, and nobody waits for it. It is read to its end even if the condition fails.
  const temp = await stage({ disk, key, body, expected, doing });
  return guarded(doing, () => publish({ ...publishing, stage: async () => temp })).finally(() =>
    rm(temp.path, { force: true }),
  );
}

/** The body in a temp file of the object's own folder, checked. Throws `integrity` when it is not what the caller meant. */
async function stage(options: {
  disk: Disk;
  key: ObjectKey;
  body: PutBody;
  expected: Checksum | undefined;
  doing: string;
}): Promise<TempFile> {
  const { disk, key, body, expected, doing } = options;
  const file = await guarded(doing, () => inFolderOf(disk, key, createTempFile));
  const temp = await fillTempFile({ ...file, body, doing });
  if (expected === undefined || expected === temp.checksum) return temp;
  await rm(temp.path, { force: true });
  throw mismatch(key, temp.checksum, expected);
}

/** `stage` for a few kilobytes that are in memory. */
async function stageSmall(options: {
  disk: Disk;
  key: ObjectKey;
  body: Uint8Array;
  expected: Checksum | undefined;
}): Promise<TempFile> {
  const { disk, key, body, expected } = options;
  const temp = await inFolderOf(disk, key, (folder) => writeSmallTempFile(folder, body));
  if (expected === undefined || expected === temp.checksum) return temp;
  rmSync(temp.path, { force: true });
  throw mismatch(key, temp.checksum, expected);
}

function mismatch(key: ObjectKey, found: Checksum, expected: Checksum): ReelgraphError {
  const message = `The bytes for ${key} are ${found}, not ${expected}.`;
  return new ReelgraphError({ code: "integrity", message });
}

/**
 * A small new object of which there is nothing to remember: no lock, because a link never replaces a file, so that of many who race
 * one wins, whatever the others do. Most of what a run writes is of this kind.
 */
async function createSmall(options: {
  disk: Disk;
  key: ObjectKey;
  body: Uint8Array;
  expected: Checksum | undefined;
}): Promise<PutResult> {
  const { disk, key } = options;
  const { fileName } = placeOf(key);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { path: tempPath, checksum, identity } = await stageSmall(options);
    const folder = dirname(tempPath);
    const path = join(folder, fileName);
    try {
      linkSync(tempPath, path);
    } catch (error) {
      const isFolder = (await lstat(path).catch(nullIfAbsent))?.isDirectory();
      // It was there before, somebody was faster, or the folder went away meanwhile.
      if (isFolder || !hasCode(error, "EEXIST", "ENOENT")) throw error;
      const standing = await findObject(disk, key);
      if (standing === null) continue;
      await syncFolder(folder);
      return { outcome: "exists", head: standing.head };
    } finally {
      rmSync(tempPath, { force: true });
    }
    await syncFolder(folder);
    return { outcome: "stored", etag: etagOf(checksum), bytes: identity.bytes, checksum };
  }
  throw changesTooFast(key);
}

/** A delete may remove the folder while it is still empty: then once more. */
async function inFolderOf<T>(disk: Disk, key: ObjectKey, work: (folder: string) => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const folder = await disk.folders.ensure(placeOf(key).names);
      await disk.sweepOnce(folder);
      return await work(folder);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
  throw changesTooFast(key);
}

async function publish(options: {
  disk: Disk;
  key: ObjectKey;
  mediaType: string;
  condition: PutCondition;
  stage: () => Promise<TempFile>;
}): Promise<PutResult> {
  const { disk, key, mediaType, condition } = options;
  const { names, fileName } = placeOf(key);
  const result = await disk.withLock(key, async (): Promise<PutResult> => {
    const refused = await refusal({ disk, key, condition });
    if (refused !== null) return refused;
    const { path: tempPath, checksum, identity } = await options.stage();
    try {
      const folder = await disk.folders.ensure(names);
      const path = join(folder, fileName);
      const isFolder = (await lstat(path).catch(nullIfAbsent))?.isDirectory();
      if (isFolder) throw Object.assign(new Error("a folder has that name"), { code: "EISDIR" });
      await writeRecord(await disk.ensureRecords(), { key, ...identity, checksum, mediaType });
      if (condition.kind !== "create") await keepEarlier({ folder, fileName });
      // A link never replaces a file, not even one put there by something that knows no locks.
      await (condition.kind === "create" ? link(tempPath, path) : rename(tempPath, path));
    } catch (error) {
      const standing =
        condition.kind === "create" &&
        hasCode(error, "EEXIST") &&
        (await findObject(disk, key, { locked: true }));
      if (standing) return { outcome: "exists", head: standing.head };
      throw error;
    } finally {
      await rm(tempPath, { force: true });
    }
    return { outcome: "stored", etag: etagOf(checksum), bytes: identity.bytes, checksum };
  });
  // "exists" promises the same as "stored", and whoever put it may not have come to this line yet.
  if (result.outcome !== "changed") await syncFolder(await disk.folders.ensure(names));
  return result;
}

/** The answer of a put whose condition does not hold; null when it does. Call it under the lock. */
async function refusal(options: {
  disk: Disk;
  key: ObjectKey;
  condition: PutCondition;
}): Promise<PutResult | null> {
  const { disk, key, condition } = options;
  if (condition.kind === "any") return null;
  const found = await findObject(disk, key, { locked: true });
  if (condition.kind === "create") return found && { outcome: "exists", head: found.head };
  return found?.head.etag === condition.ifMatch ? null : { outcome: "changed", head: found?.head ?? null };
}
