import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type ByteRange,
  type ListPage,
  type ObjectBody,
  type ObjectKey,
  type ObjectStore,
  resolveRange,
  wordsFor,
} from "../../ports/object-store";
import { type Disk, openDisk, placeOf } from "./disk";
import { readEarlier, removeEarlier } from "./earlier";
import { removeRecord } from "./file-records";
import { ATTEMPTS, changesTooFast, findObject } from "./find-object";
import { syncFolder } from "./folders";
import { putObject } from "./put-object";
import { readSlice, streamSlice } from "./read-file";
import { guarded, nullIfAbsent } from "./store-error";
import { walkKeys } from "./walk-keys";

/** Up to here an object is read at once: a consistent copy, and no handle that stays open behind the caller's back. */
const READ_AT_ONCE_BYTES = 1024 * 1024;
const AT_A_TIME = 16;

/**
 * Objects as plain files under `root`, named as their keys, so that `ls`, `jq` and a video player work on them. The root is
 * made by the first write. What a file cannot tell (checksum, media type) stands in `.~reelgraph/records` and is only a
 * memory: delete it, or copy a tree in by hand, and it is made again. Any number of processes may share the folder.
 */
export function createDiskObjectStore({ root }: { root: string }): ObjectStore {
  const disk = openDisk(root);

  async function get(key: ObjectKey, range?: ByteRange): Promise<ObjectBody | null> {
    return guarded(`read ${key}`, () => getObject(disk, key, range));
  }

  return {
    kind: "disk",

    async head(key) {
      const found = await guarded(`look up ${key}`, () => findObject(disk, key));
      return found?.head ?? null;
    },

    get,

    async put(options) {
      return putObject(disk, options);
    },

    async list(options) {
      return guarded(`list ${options.prefix}`, () => listObjects(disk, options));
    },

    async delete(keys) {
      await guarded(`delete ${wordsFor(keys)}`, () => deleteObjects(disk, keys));
    },

    async copy({ from, to }) {
      const source = await get(from);
      if (source === null) return null;
      const { checksum, mediaType } = source.head;
      // The source's checksum is demanded of the copy, so a rotten file is found and not spread.
      return putObject(disk, {
        key: to,
        body: source.stream,
        mediaType,
        condition: { kind: "create" },
        checksum: checksum ?? undefined,
      });
    },

    async earlier(key) {
      const { names, fileName } = placeOf(key);
      return await guarded(`look up ${key}`, async () => {
        const folder = await disk.folders.find(names);
        return folder === null ? [] : await readEarlier({ folder, fileName });
      });
    },

    async presignGet() {
      return null;
    },

    async presignPut() {
      return null;
    },
  };
}

async function getObject(disk: Disk, key: ObjectKey, range?: ByteRange): Promise<ObjectBody | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await findObject(disk, key);
    if (found === null) return null;
    const { head, path, identity } = found;
    const slice = { path, identity, ...resolveRange(range, head.bytes) };
    if (slice.end - slice.start >= READ_AT_ONCE_BYTES) {
      return { head, stream: streamSlice({ ...slice, doing: `read ${key}` }) };
    }
    const bytes = await readSlice(slice);
    if (bytes !== null) return { head, stream: once(bytes) };
  }
  throw changesTooFast(key);
}

async function listObjects(
  disk: Disk,
  { prefix, cursor, limit = 1000 }: { prefix: string; cursor?: string; limit?: number },
): Promise<ListPage> {
  const size = Math.min(Math.max(1, limit), 1000);
  const keys: ObjectKey[] = [];
  for await (const key of walkKeys({ folders: disk.folders, prefix, after: cursor })) {
    keys.push(key);
    if (keys.length > size) break;
  }
  const page = keys.slice(0, size);
  const found = await inBatches(page, (key) => findObject(disk, key));
  const heads = found.flatMap((one) => (one === null ? [] : [one.head]));
  return { heads, cursor: keys.length > size ? (page.at(-1) ?? null) : null };
}

async function deleteObjects(disk: Disk, keys: readonly ObjectKey[]): Promise<void> {
  await inBatches(keys, (key) => deleteObject(disk, key));
  const folders = new Map(keys.map((key) => [placeOf(key).names.join("/"), placeOf(key).names]));
  for (const names of folders.values()) {
    const folder = await disk.folders.find(names);
    if (folder === null) continue;
    await syncFolder(folder).catch(nullIfAbsent);
    await disk.folders.prune(names);
  }
}

async function deleteObject(disk: Disk, key: ObjectKey): Promise<void> {
  const { names, fileName } = placeOf(key);
  const folder = await disk.folders.find(names);
  if (folder === null) return;
  const path = join(folder, fileName);
  const stat = await lstat(path).catch(nullIfAbsent);
  if (stat === null || stat.isDirectory()) return;
  await disk.withLock(key, async () => {
    await rm(path, { force: true });
    await removeEarlier({ folder, fileName });
    await removeRecord(await disk.ensureRecords(), key);
  });
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    results.push(...(await Promise.all(items.slice(start, start + AT_A_TIME).map(work))));
  }
  return results;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
