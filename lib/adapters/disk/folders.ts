import { closeSync, fsync, openSync, realpathSync } from "node:fs";
import { mkdir, readdir, realpath, rmdir, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { ReelgraphError } from "../../core/errors";
import { holderState } from "./holder";
import { holderOfTemp, isEarlier } from "./names";
import { hasCode } from "./store-error";

/** Folders below one root, none of them reached through a symbolic link. */
export interface Folders {
  /** Absolute path of the folder with these names below the root; null when it is not there. */
  find(names: readonly string[]): Promise<string | null>;
  /** The same, made durably when missing. */
  ensure(names: readonly string[]): Promise<string>;
  /** Removes the folder and its parents as long as they hold nothing but dead temp files; never the root. */
  prune(names: readonly string[]): Promise<void>;
}

export function openFolders(rootPath: string): Folders {
  const givenRoot = resolve(rootPath);

  /** Where the root led to when it was last asked. */
  let knownRoot: string | null = null;

  /** Look-ups under way: whoever asks the same meanwhile waits for the answer with them. */
  const looking = new Map<string, Promise<string | null>>();

  function find(names: readonly string[]): Promise<string | null> {
    const folder = names.join("/");
    const known = looking.get(folder);
    if (known) return known;
    const look = lookFor(names).finally(() => looking.delete(folder));
    looking.set(folder, look);
    return look;
  }

  async function lookFor(names: readonly string[]): Promise<string | null> {
    if (knownRoot !== null && names.length > 0) {
      const expected = join(knownRoot, ...names);
      if (isItself(expected)) return expected;
    }
    try {
      // The root itself may be a link, its owner chose it; everything below must be what its name says.
      knownRoot = await realpath(givenRoot);
      if (names.length === 0) return knownRoot;
      const expected = join(knownRoot, ...names);
      if ((await realpath(expected)) === expected) return expected;
    } catch (error) {
      if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
      if (!hasCode(error, "ELOOP")) throw error;
    }
    throw behindLink(names.join("/"));
  }

  async function ensure(names: readonly string[]): Promise<string> {
    const found = await find(names);
    if (found !== null) return found;
    if (names.length === 0) {
      await mkdir(givenRoot, { recursive: true });
      await syncFolder(dirname(givenRoot));
    } else {
      // Parents first and one by one: a recursive mkdir would walk through a planted link before anybody looked.
      const parent = await ensure(names.slice(0, -1));
      await mkdir(join(parent, names.at(-1) ?? "")).catch((error) => {
        if (!hasCode(error, "EEXIST")) throw error;
      });
      await syncFolder(parent);
    }
    // Its own look: one that began before the folder was made would have missed it.
    const made = await lookFor(names);
    if (made === null) throw Object.assign(new Error("folder vanished"), { code: "ENOENT" });
    return made;
  }

  async function prune(names: readonly string[]): Promise<void> {
    for (let depth = names.length; depth > 0; depth--) {
      const folder = await find(names.slice(0, depth));
      if (folder === null) continue;
      try {
        await sweepTemps(folder);
        await sweepEarlier(folder);
        await rmdir(folder);
      } catch (error) {
        if (hasCode(error, "ENOTEMPTY", "EEXIST", "ENOTDIR")) return;
        if (!hasCode(error, "ENOENT")) throw error;
      }
    }
  }

  return { find, ensure, prune };
}

/** Refusal of a path that leads through a symbolic link: following it could leave the store. */
export function behindLink(what: string): ReelgraphError {
  return new ReelgraphError({
    code: "store-unavailable",
    message: `${what} is, or lies behind, a symbolic link; the object store does not follow links out of its folder. Remove the link.`,
    retryable: false,
  });
}

/** Removes temp files of processes that are gone. Those of living and of unknown processes stay. */
export async function sweepTemps(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const holder = holderOfTemp(name);
    if (holder === null || holderState(holder) !== "gone") continue;
    await unlink(join(folder, name)).catch((error) => {
      if (!hasCode(error, "ENOENT")) throw error;
    });
  }
}

/** What is left of a projection that is gone: it keeps no folder alive. */
async function sweepEarlier(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.every(isEarlier)) return;
  for (const name of names) {
    await unlink(join(folder, name)).catch((error) => {
      if (!hasCode(error, "ENOENT")) throw error;
    });
  }
}

/** Folder → the sync under way, and the one after it, which all that asked meanwhile share. */
const syncing = new Map<string, { now: Promise<void>; next: Promise<void> | null }>();

/** Makes renames, links and removals in a folder survive a power cut: those that were made before it was called. */
export function syncFolder(folder: string): Promise<void> {
  const under = syncing.get(folder);
  if (under) {
    // One that has begun may have missed what was made since.
    under.next ??= under.now.catch(() => {}).then(() => begin(folder));
    return under.next;
  }
  return begin(folder);
}

function begin(folder: string): Promise<void> {
  const entry = { now: sync(folder), next: null };
  syncing.set(folder, entry);
  const over = () => {
    if (syncing.get(folder) === entry && entry.next === null) syncing.delete(folder);
  };
  entry.now.then(over, over);
  return entry.now;
}

async function sync(folder: string): Promise<void> {
  const descriptor = openSync(folder, "r");
  try {
    await forceToDisk(descriptor);
  } catch (error) {
    // Some file systems have no fsync of folders; they promise nothing, and there is nothing to do about it.
    if (!hasCode(error, "EINVAL", "EPERM", "EISDIR", "ENOTSUP")) throw error;
  } finally {
    closeSync(descriptor);
  }
}

const forceToDisk = promisify(fsync);

/** Every put asks it, and it is answered from memory: sending it to a thread would take longer. */
function isItself(folder: string): boolean {
  try {
    return realpathSync.native(folder) === folder;
  } catch {
    return false;
  }
}
