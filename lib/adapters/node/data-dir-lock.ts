import { join, resolve } from "node:path";
import { ReelgraphError } from "../../core/errors";
import { type HeldBy, type LockFile, readLockFile, tryLockFile } from "./lock-file";

/** What `lock.json` says besides the process: where it answers, if it is a server. */
export interface DataDirNote {
  /** `server`, or the maintenance command that holds the directory, e.g. `doctor`. */
  role: string;
  /** Null for a holder that is not a server. */
  port: number | null;
  host: string | null;
  startedAt: string;
  version: string | null;
}

export type DataDirHolder = HeldBy<DataDirNote>;

export interface AcquireDataDirLockOptions {
  dataDir: string;
  port: number | null;
  host: string | null;
  role: string;
  version?: string;
}

export interface DataDirLock {
  /** Lets go; also done by itself when the process exits in an orderly way. */
  release(): Promise<void>;
}

const held = new Map<string, LockFile<DataDirNote>>();

/** The lock's file: other names in the data dir belong to the stores. */
export function dataDirLockPath(dataDir: string): string {
  return join(resolve(dataDir), "lock.json");
}

function lockedBy(dataDir: string, holder: DataDirHolder): ReelgraphError {
  const isServer = holder.port !== null;
  const what = isServer ? `the server at http://${holder.host}:${holder.port}` : `\`${holder.role}\``;
  const wayOut = isServer
    ? `Use that server, stop it (kill ${holder.pid}), or set REELGRAPH_DATA_DIR to another directory.`
    : `Wait until it is done, stop it (kill ${holder.pid}), or set REELGRAPH_DATA_DIR to another directory.`;
  return new ReelgraphError({
    code: "data-dir-locked",
    message: `The data dir ${resolve(dataDir)} is held by process ${holder.pid}, ${what}, since ${holder.startedAt}. ${wayOut}`,
    details: { pid: holder.pid, port: holder.port, host: holder.host, dataDir: resolve(dataDir) },
  });
}

/**
 * Makes this process the only one that opens the data dir's database and stores (storage: two processes on one
 * embedded database silently lose rows). Throws `data-dir-locked` naming the holder; takes over from a dead one.
 */
export async function acquireDataDirLock(options: AcquireDataDirLockOptions): Promise<DataDirLock> {
  const path = dataDirLockPath(options.dataDir);
  const attempt = await tryLockFile<DataDirNote>(path, {
    role: options.role,
    port: options.port,
    host: options.host,
    startedAt: new Date().toISOString(),
    version: options.version ?? null,
  });
  if (!("held" in attempt)) throw lockedBy(options.dataDir, attempt.holder);
  held.set(path, attempt.held);
  return {
    async release() {
      held.delete(path);
      await attempt.held.release();
    },
  };
}

/** Tells later readers another port or host: for a server that learns its port after it took the lock. */
export async function updateDataDirLock(
  options: { dataDir: string } & Partial<Omit<DataDirNote, "startedAt">>,
): Promise<void> {
  const { dataDir, ...changes } = options;
  const lock = held.get(dataDirLockPath(dataDir));
  if (lock === undefined) {
    throw new ReelgraphError({
      code: "data-dir-locked",
      message: `This process does not hold the data dir ${resolve(dataDir)}: call acquireDataDirLock first.`,
    });
  }
  const { role, port, host, startedAt, version } = lock.content;
  await lock.update({ role, port, host, startedAt, version, ...changes });
}

/** Who holds the data dir; null when nobody does, or the holder is dead. Writes nothing. */
export async function readDataDirLock(dataDir: string): Promise<DataDirHolder | null> {
  return await readLockFile<DataDirNote>(dataDirLockPath(dataDir));
}
