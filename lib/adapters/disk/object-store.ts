import { createHash } from "node:crypto";
import { link, lstat, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ReelgraphError } from "../../core/errors";
import { checksum as toChecksum } from "../../core/fingerprint/checksum";
import type { Checksum } from "../../core/fingerprint/types";
import { mediaTypeOfName } from "../../core/media-type";
import {
  type ByteRange,
  type ObjectBody,
  type ObjectHead,
  type ObjectKey,
  type ObjectStore,
  type PutCondition,
  type PutOptions,
  type PutResult,
  resolveRange,
} from "../../ports/object-store";
import {
  type FileIdentity,
  identityOf,
  readRecord,
  recordName,
  removeRecord,
  sameFile,
  writeRecord,
} from "./file-records";
import { behindLink, openFolders, sweepTemps, syncFolder } from "./folders";
import { sweepLockDrafts, withKeyLock } from "./key-lock";
import { fileNameOf, OWN_FOLDER } from "./names";
import { hashFile, readSlice, streamSlice } from "./read-file";
import { hasCode, storeError } from "./store-error";
import { createTempFile, fillTempFile, type TempFile } from "./temp-file";
import { walkKeys } from "./walk-keys";

/** Up to here an object is read at once: no handle stays open behind the caller's back. */
const READ_AT_ONCE_BYTES = 1024 * 1024;
const AT_A_TIME = 16;
const ATTEMPTS = 8;

/** An object as found on disk: its head, and which file that was. */
interface Found {
  head: ObjectHead;
  path: string;
  identity: FileIdentity;
}

/**
 * Objects as plain files under `root`, named as their keys, so that `ls`, `jq` and a video player work on them. The root is
 * made by the first write. What a file cannot tell (checksum, media type) stands in `.~reelgraph/records` and is only a
 * memory: delete it, or copy a tree in by hand, and it is made again.
 */
export function createDiskObjectStore({ root }: { root: string }): ObjectStore {
  const folders = openFolders(root);
  const swept = new Set<string>();

  async function look(key: ObjectKey, { locked }: { locked: boolean }): Promise<Found | null> {
    const { names, fileName } = place(key);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const folder = await folders.find(names);
      if (folder === null) return null;
      const path = join(folder, fileName);
      const stat = await lstat(path, { bigint: true }).catch(absent);
      if (!stat || stat.isDirectory()) return null;
      if (!stat.isFile()) throw behindLink(key);
      const identity = identityOf(stat);
      const known = await knownOf(key, { path, identity, locked });
      if (known === null) continue;
      const { bytes } = identity;
      const head = {
        key,
        bytes,
        etag: etagOf(known.checksum),
        ...known,
        modifiedAt: new Date(Number(stat.mtimeMs)),
      };
      return { head, path, identity };
    }
    throw busy(key);
  }

  /** From the record, else from the bytes themselves; null when the file is another one by now. */
  async function knownOf(
    key: ObjectKey,
    { path, identity, locked }: { path: string; identity: FileIdentity; locked: boolean },
  ): Promise<{ checksum: Checksum; mediaType: string } | null> {
    const records = await folders.find([OWN_FOLDER, "records"]);
    const record = records === null ? null : await readRecord(records, key);
    if (record !== null && sameFile(record, identity)) return pick(record);
    const checksum = await hashFile(path, identity);
    if (checksum === null) return null;
    const known = { checksum, mediaType: record?.mediaType ?? mediaTypeOfName(key) };
    // Remembering is a courtesy to the next reader; a store that cannot be written can still be read.
    const remember = async () => {
      const stat = await lstat(path, { bigint: true });
      if (!sameFile(identityOf(stat), identity)) return;
      await writeRecord(await folders.ensure([OWN_FOLDER, "records"]), { key, ...identity, ...known });
    };
    await (locked ? remember() : withLock(key, remember)).catch(() => undefined);
    return known;
  }

  async function withLock<T>(key: ObjectKey, work: () => Promise<T>): Promise<T> {
    const locks = await folders.ensure([OWN_FOLDER, "locks"]);
    if (!swept.has(locks)) {
      swept.add(locks);
      await sweepLockDrafts(locks);
    }
    return withKeyLock({ locks, name: recordName(key) }, work);
  }

  /** The answer of a put whose condition does not hold; null when it does. */
  async function refusal(
    key: ObjectKey,
    condition: PutCondition,
    { locked }: { locked: boolean },
  ): Promise<PutResult | null> {
    if (condition.kind === "any") return null;
    const found = await look(key, { locked });
    if (condition.kind === "replace") {
      return found?.head.etag === condition.ifMatch
        ? null
        : { outcome: "changed", head: found?.head ?? null };
    }
    if (found === null) return null;
    // Whoever put it may not have come to this line yet, and "exists" promises what "stored" does.
    await syncFolder(await folders.ensure(place(key).names));
    return { outcome: "exists", head: found.head };
  }

  /** A temp file in the object's own folder. A delete may remove the folder while it is still empty: then once more. */
  async function tempFileFor(key: ObjectKey) {
    const { names } = place(key);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        const folder = await folders.ensure(names);
        if (!swept.has(folder)) {
          if (swept.size > 10_000) swept.clear();
          swept.add(folder);
          await sweepTemps(folder);
        }
        return await createTempFile(folder);
      } catch (error) {
        if (!hasCode(error, "ENOENT")) throw error;
      }
    }
    throw busy(key);
  }

  /** Gives the temp file its name, under the key's lock and if the condition still holds. */
  async function publish(options: {
    key: ObjectKey;
    temp: TempFile;
    mediaType: string;
    condition: PutCondition;
  }) {
    const { key, temp, mediaType, condition } = options;
    const { names, fileName } = place(key);
    const { checksum, identity } = temp;
    const records = await folders.ensure([OWN_FOLDER, "records"]);
    const refused = await withLock(key, async () => {
      const answer = await refusal(key, condition, { locked: true });
      if (answer !== null) return answer;
      const path = join(await folders.ensure(names), fileName);
      const isFolder = (await lstat(path).catch(absent))?.isDirectory();
      if (isFolder) throw Object.assign(new Error("a folder has that name"), { code: "EISDIR" });
      await writeRecord(records, { key, ...identity, checksum, mediaType });
      // A link never replaces a file, not even one put there by something that knows no locks.
      await (condition.kind === "create" ? link(temp.path, path) : rename(temp.path, path));
      return null;
    });
    if (refused !== null) return refused;
    await syncFolder(await folders.ensure(names));
    return { outcome: "stored" as const, etag: etagOf(checksum), bytes: identity.bytes, checksum };
  }

  async function put({
    key,
    body,
    mediaType,
    condition,
    checksum: expected,
  }: PutOptions): Promise<PutResult> {
    const doing = `store ${key}`;
    if (body instanceof Uint8Array) {
      checkBytes(key, toChecksum(`sha256:${createHash("sha256").update(body).digest("hex")}`), expected);
      // Most losers of a race are told so before they write a byte. A stream is always read, never left dangling.
      const refused = await guarded(doing, () => refusal(key, condition, { locked: false }));
      if (refused !== null) return refused;
    }
    const file = await guarded(doing, () => tempFileFor(key));
    const temp = await fillTempFile({ ...file, body, doing });
    try {
      checkBytes(key, temp.checksum, expected);
      return await guarded(doing, () => publish({ key, temp, mediaType, condition }));
    } finally {
      await rm(temp.path, { force: true });
    }
  }

  async function get(key: ObjectKey, range?: ByteRange): Promise<ObjectBody | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await look(key, { locked: false });
      if (found === null) return null;
      const { head, path, identity } = found;
      const slice = { path, identity, ...resolveRange(range, head.bytes) };
      if (slice.end - slice.start >= READ_AT_ONCE_BYTES) {
        return { head, stream: streamSlice({ ...slice, doing: `read ${key}` }) };
      }
      const bytes = await readSlice(slice);
      if (bytes !== null) return { head, stream: once(bytes) };
    }
    throw busy(key);
  }

  async function remove(key: ObjectKey): Promise<void> {
    const folder = await folders.find(place(key).names);
    if (folder === null) return;
    const path = join(folder, place(key).fileName);
    const stat = await lstat(path).catch(absent);
    if (!stat || stat.isDirectory()) return;
    await withLock(key, async () => {
      await rm(path, { force: true });
      await removeRecord(await folders.ensure([OWN_FOLDER, "records"]), key);
    });
  }

  return {
    kind: "disk",

    head: (key) => guarded(`look up ${key}`, async () => (await look(key, { locked: false }))?.head ?? null),

    get: (key, range) => guarded(`read ${key}`, () => get(key, range)),

    put,

    list: ({ prefix, cursor, limit = 1000 }) =>
      guarded("list objects", async () => {
        const size = Math.min(Math.max(1, limit), 1000);
        const keys: ObjectKey[] = [];
        for await (const key of walkKeys({ folders, prefix, after: cursor })) {
          keys.push(key);
          if (keys.length > size) break;
        }
        const page = keys.slice(0, size);
        const found = await inBatches(page, (key) => look(key, { locked: false }));
        const heads = found.flatMap((one) => (one === null ? [] : [one.head]));
        return { heads, cursor: keys.length > size ? (page.at(-1) ?? null) : null };
      }),

    delete: (keys) =>
      guarded("delete objects", async () => {
        await inBatches(keys, remove);
        const emptied = new Map(keys.map((key) => [place(key).names.join("/"), place(key).names]));
        for (const names of emptied.values()) {
          const folder = await folders.find(names);
          if (folder === null) continue;
          await syncFolder(folder).catch(absent);
          await folders.prune(names);
        }
      }),

    async copy({ from, to }) {
      const source = await guarded(`read ${from}`, () => get(from));
      if (source === null) return null;
      const { checksum, mediaType } = source.head;
      const condition = { kind: "create" } as const;
      // The source's checksum is demanded of the copy, so a rotten file is found and not spread.
      return put({ key: to, body: source.stream, mediaType, condition, checksum: checksum ?? undefined });
    },

    async presignGet() {
      return null;
    },

    async presignPut() {
      return null;
    },
  };
}

/** Names of the folders of a key below the root, and of its file. */
function place(key: ObjectKey): { names: string[]; fileName: string } {
  const names = key.split("/").map(fileNameOf);
  const fileName = names.pop() ?? "";
  return { names, fileName };
}

/** Equal bytes have equal etags, as on S3; unequal bytes never, which is what compare-and-set needs. */
function etagOf(checksum: Checksum): string {
  return `disk-${checksum.slice("sha256:".length, "sha256:".length + 32)}`;
}

function pick({ checksum, mediaType }: { checksum: Checksum; mediaType: string }) {
  return { checksum, mediaType };
}

function checkBytes(key: ObjectKey, actual: Checksum, expected: Checksum | undefined): void {
  if (expected === undefined || expected === actual) return;
  throw new ReelgraphError({
    code: "integrity",
    message: `The bytes for ${key} are ${actual}, not ${expected}.`,
  });
}

function busy(key: ObjectKey): ReelgraphError {
  const message = `${key} changes faster than it can be read; try again.`;
  return new ReelgraphError({ code: "store-unavailable", message, retryable: true });
}

function absent(error: unknown): null {
  if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
  throw error;
}

async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing);
  }
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
