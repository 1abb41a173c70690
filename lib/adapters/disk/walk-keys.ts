import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { compareUtf8 } from "../../core/compare-utf8";
import { isKeyPrefix, type ObjectKey } from "../../ports/object-store";
import type { Folders } from "./folders";
import { holderState } from "./holder";
import { fileNameOf, holderOfTemp, keyOfPath, segmentOf } from "./names";
import { hasCode } from "./store-error";

interface Walk {
  folders: Folders;
  prefix: string;
  /** Only keys behind this one. */
  after: string | undefined;
}

/** Keys below the root that start with `prefix`, in UTF-8 byte order; reads only the folders that can hold one. */
export async function* walkKeys(walk: Walk): AsyncGenerator<ObjectKey> {
  // A prefix may be any text; `../` must not reach the disk.
  if (!isKeyPrefix(walk.prefix)) return;
  const segments = walk.prefix.split("/").slice(0, -1);
  yield* walkFolder(walk, segments);
}

async function* walkFolder(walk: Walk, segments: readonly string[]): AsyncGenerator<ObjectKey> {
  const base = segments.map((segment) => `${segment}/`).join("");
  const folder = await walk.folders.find(segments.map(fileNameOf));
  if (folder === null) return;

  for (const child of await children(walk, folder, base)) {
    if (child.isFolder) yield* walkFolder(walk, [...segments, child.segment]);
    else {
      const key = keyOfPath(base + child.segment);
      if (key !== null) yield key;
    }
  }
}

interface Child {
  segment: string;
  isFolder: boolean;
  /** What its keys begin with; a folder's slash takes part in the order: `a-b` < `a/b` < `a0`. */
  path: string;
}

async function children(walk: Walk, folder: string, base: string): Promise<Child[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    // Emptied and removed since we looked, or an object stands where the prefix has a folder.
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  });
  const found: Child[] = [];
  for (const entry of entries) {
    const segment = segmentOf(entry.name);
    if (segment === null) {
      await sweep(folder, entry.name);
      continue;
    }
    const isFolder = entry.isDirectory();
    // Neither: a symbolic link, a socket, a device. None of ours, and not to be followed.
    if (!isFolder && !entry.isFile()) continue;
    const path = `${base}${segment}${isFolder ? "/" : ""}`;
    if (isFolder ? mayHold(walk, path) : matches(walk, path)) found.push({ segment, isFolder, path });
  }
  return found.sort((a, b) => compareUtf8(a.path, b.path));
}

function matches({ prefix, after }: Walk, key: string): boolean {
  return key.startsWith(prefix) && (after === undefined || compareUtf8(key, after) > 0);
}

function mayHold({ prefix, after }: Walk, path: string): boolean {
  const inside = path.startsWith(prefix) || prefix.startsWith(path);
  return inside && (after === undefined || after.startsWith(path) || compareUtf8(path, after) > 0);
}

/** What a killed process left behind goes as soon as somebody sees it. A folder that may not be written keeps it. */
async function sweep(folder: string, name: string): Promise<void> {
  const holder = holderOfTemp(name);
  if (holder === null || holderState(holder) !== "gone") return;
  await rm(join(folder, name), { force: true }).catch(() => undefined);
}
