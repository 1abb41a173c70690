import { link, lstat, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { EARLIER_KEPT, earlierNameOf, hasEarlier } from "./names";
import { hasCode, nullIfAbsent } from "./store-error";

/**
 * Before `metadata.json` is replaced, its file becomes `metadata.json.backup.1`, the one before that `.backup.2`, and so on. Links and
 * renames only: no byte is copied, and a crash in between costs at most the oldest. Call it under the key's lock.
 */
export async function keepEarlier(options: { folder: string; fileName: string }): Promise<void> {
  const { folder, fileName } = options;
  if (!hasEarlier(fileName)) return;
  const path = join(folder, fileName);
  const stat = await lstat(path).catch(nullIfAbsent);
  // A file that was cut down to nothing is not worth the place of one that says something.
  if (!stat?.isFile() || stat.size === 0) return;
  const names = earlierNames(fileName).map((name) => join(folder, name));
  const newest = await lstat(names[0] ?? "").catch(nullIfAbsent);
  // Kept by a put that failed afterwards.
  if (newest?.ino === stat.ino) return;
  for (let at = names.length - 1; at > 0; at--) {
    await rename(names[at - 1] ?? "", names[at] ?? "").catch(nullIfAbsent);
  }
  await link(path, names[0] ?? "").catch((error) => {
    // Some file systems have no links. What is there stays as good as it is.
    if (!hasCode(error, "EPERM", "ENOTSUP", "EMLINK", "EOPNOTSUPP")) throw error;
  });
}

/** What was kept, newest first; nothing that is reached through a link or is no plain file. */
export async function readEarlier(options: { folder: string; fileName: string }): Promise<Uint8Array[]> {
  const { folder, fileName } = options;
  const found: Uint8Array[] = [];
  for (const name of hasEarlier(fileName) ? earlierNames(fileName) : []) {
    const path = join(folder, name);
    const stat = await lstat(path).catch(nullIfAbsent);
    if (stat?.isFile()) found.push(new Uint8Array(await readFile(path)));
  }
  return found;
}

/** With an object goes what it was before. */
export async function removeEarlier(options: { folder: string; fileName: string }): Promise<void> {
  const { folder, fileName } = options;
  for (const name of hasEarlier(fileName) ? earlierNames(fileName) : []) {
    await rm(join(folder, name), { force: true });
  }
}

function earlierNames(fileName: string): string[] {
  return Array.from({ length: EARLIER_KEPT }, (_, at) => earlierNameOf(fileName, at + 1));
}
