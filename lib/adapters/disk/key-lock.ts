import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ReelgraphError } from "../../core/errors";
import { holderState, newHolderName } from "./holder";
import { hasCode } from "./store-error";

/** Locks are held for milliseconds. A holder on another machine cannot be asked, so one that stays this long is taken as dead. */
const FOREIGN_HOLDER_GRACE_MS = 15_000;
const PATIENCE_MS = 60_000;

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while nobody else, in this process or another, holds the lock `name` in the folder `locks`.
 *
 * A lock is a folder with one file in it, named after its holder. Three atomic renames do everything: a prepared folder
 * onto the lock's name takes a free one (it fails while the target has a file in it); holder file → own name takes over a dead
 * holder's, and only one of many who try finds the file; removing file, then folder, releases, and an empty folder counts as free.
 * So a lock is never broken twice, and never from a living process of this machine, however long it was paused.
 */
export async function withKeyLock<T>(
  { locks, name, patienceMs = PATIENCE_MS }: { locks: string; name: string; patienceMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const lock = join(locks, name);
  // Within the process a queue is fair and cheap; the folder is only fought over between processes.
  const before = queues.get(lock);
  const turn = (before ?? Promise.resolve())
    .catch(() => undefined)
    .then(async () => {
      const release = await acquire({ locks, lock, patienceMs });
      try {
        return await work();
      } finally {
        await release();
      }
    });
  queues.set(lock, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(lock) === turn) queues.delete(lock);
  }
}

async function acquire(options: { locks: string; lock: string; patienceMs: number }) {
  const { locks, lock, patienceMs } = options;
  const own = newHolderName();
  const draft = join(locks, draftName(own));
  const release = async () => {
    await unlink(join(lock, own));
    await rmdir(lock).catch(unlessCode("ENOTEMPTY", "EEXIST", "ENOENT"));
  };
  await mkdir(draft);
  try {
    await writeFile(join(draft, own), "");
    const started = performance.now();
    let seen = { holder: "", since: started };
    while (performance.now() - started < patienceMs) {
      try {
        await rename(draft, lock);
        return release;
      } catch (error) {
        unlessCode("ENOTEMPTY", "EEXIST")(error);
      }
      const holder = (await readdir(lock).catch(unlessCode("ENOENT")))?.[0];
      if (holder === undefined) continue;
      if (holder !== seen.holder) seen = { holder, since: performance.now() };
      const state = holderState(holder);
      const expired = performance.now() - seen.since > FOREIGN_HOLDER_GRACE_MS;
      if (state === "gone" || (state === "unknown" && expired)) {
        const took = await rename(join(lock, holder), join(lock, own)).then(() => true, unlessCode("ENOENT"));
        if (took) return release;
      } else {
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 8));
      }
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  throw new ReelgraphError({
    code: "store-unavailable",
    message: "Another process holds the lock of this object for too long.",
    retryable: true,
  });
}

const DRAFT = ".draft-";

function draftName(holder: string): string {
  return `${DRAFT}${holder}`;
}

/** Removes what processes left that died while they waited for a lock. */
export async function sweepLockDrafts(locks: string): Promise<void> {
  for (const name of await readdir(locks)) {
    if (!name.startsWith(DRAFT) || holderState(name.slice(DRAFT.length)) !== "gone") continue;
    await rm(join(locks, name), { recursive: true, force: true });
  }
}

function unlessCode(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!hasCode(error, ...codes)) throw error;
    return undefined;
  };
}
