import { createHash, randomUUID } from "node:crypto";
import { readFileSync, unlinkSync } from "node:fs";
import { link, mkdir, open, readFile, rename, rm, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { isProcessAlive, ownIdentity, type ProcessIdentity } from "./process-identity";

/**
 * A lock that is one file, held by one process, and outlives nobody: whoever finds a dead holder takes it over.
 *
 * Invariants: 1. the file appears complete or not at all (written apart, then hard-linked into place); 2. a live
 * holder's file is removed only by that holder; 3. a dead holder's file with content C is removed only by the holder
 * of the lock `<path>.<hash of C>`, after reading C once more. C has a nonce, so it never comes back, and the second
 * lock is of the same kind, so a taker that dies half-way is itself taken over.
 */
export interface LockFile<T> {
  readonly content: HeldBy<T>;
  /** Replaces the note, atomically. */
  update(note: T): Promise<void>;
  /** Removes the file if this process still holds it. */
  release(): Promise<void>;
}

export type HeldBy<T> = ProcessIdentity & { nonce: string } & T;

type Attempt<T> = { held: LockFile<T> } | { holder: HeldBy<T> };

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function parseHolder<T>(text: string): HeldBy<T> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "pid" in value ? (value as HeldBy<T>) : null;
  } catch {
    return null;
  }
}

async function aliveHolder<T>(text: string): Promise<HeldBy<T> | null> {
  const holder = parseHolder<T>(text);
  const identity = holder && {
    pid: holder.pid,
    processStartTime: holder.processStartTime ?? null,
    bootId: holder.bootId ?? null,
  };
  return identity && (await isProcessAlive(identity)) ? holder : null;
}

async function writeBeside(path: string, text: string): Promise<string> {
  const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.tmp`;
  const file = await open(temporary, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

/** True when `text` now is the file; false when another file is there. */
async function createExclusive(path: string, text: string): Promise<boolean> {
  const temporary = await writeBeside(path, text);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes the file of a dead holder, if it still has that content (invariant 3). */
async function removeDead(path: string, dead: string): Promise<void> {
  const guardPath = `${path}.${createHash("sha256").update(dead).digest("hex").slice(0, 12)}`;
  const guard = await tryLockFile(guardPath, {});
  // Somebody else is removing it at this moment.
  if (!("held" in guard)) return await new Promise((resolve) => setTimeout(resolve, 20));
  try {
    if ((await readOrNull(path)) === dead) await unlink(path);
  } finally {
    await guard.held.release();
  }
}

function serialise(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function heldLock<T extends object>(path: string, content: HeldBy<T>): LockFile<T> {
  let current = content;
  const isMine = (text: string | null): boolean =>
    text !== null && parseHolder(text)?.nonce === content.nonce;
  const releaseAtExit = (): void => {
    try {
      if (isMine(readFileSync(path, "utf8"))) unlinkSync(path);
    } catch {
      // The directory may be gone; a lock that stays behind has a dead holder.
    }
  };
  process.once("exit", releaseAtExit);
  return {
    get content() {
      return current;
    },
    async update(note) {
      const next = { ...current, ...note };
      await rename(await writeBeside(path, serialise(next)), path);
      current = next;
    },
    async release() {
      process.removeListener("exit", releaseAtExit);
      if (isMine(await readOrNull(path))) await unlink(path);
    },
  };
}

/**
 * Takes the lock at `path`, or names who has it. Of any number of processes that try at once exactly one wins; a dead
 * holder's lock, or an unreadable file, is taken over. `note` is what a holder tells about itself.
 */
export async function tryLockFile<T extends object>(path: string, note: T): Promise<Attempt<T>> {
  await mkdir(dirname(path), { recursive: true });
  const content: HeldBy<T> = { ...(await ownIdentity()), nonce: randomUUID(), ...note };
  while (true) {
    if (await createExclusive(path, serialise(content))) return { held: heldLock(path, content) };
    const found = await readOrNull(path);
    if (found === null) continue;
    const holder = await aliveHolder<T>(found);
    if (holder !== null) return { holder };
    await removeDead(path, found);
  }
}

/** Who holds the lock at `path`: null when nobody does, or its holder is dead. Never writes. */
export async function readLockFile<T extends object>(path: string): Promise<HeldBy<T> | null> {
  const found = await readOrNull(path);
  return found === null ? null : await aliveHolder<T>(found);
}
