import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const PREFIX = "reelgraph-export-";
/** No film takes so long: a folder that nothing was put into since then is a dead process's. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

/** A folder of this machine for as long as `work` takes. What processes left behind that were killed goes on that occasion. */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await sweepForgotten(os.tmpdir(), Date.now());
  const folder = await mkdtemp(path.join(os.tmpdir(), PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Exported for its test. */
export async function sweepForgotten(directory: string, now: number): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(PREFIX))) {
    const folder = path.join(directory, name);
    // Another process may be faster.
    const changedAt = (await stat(folder).catch(() => null))?.mtimeMs ?? now;
    if (now - changedAt > FORGOTTEN_AFTER_MS)
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
