import type { ObjectKey } from "../../ports/object-store";
import { recordName } from "./file-records";
import { type Folders, openFolders, sweepTemps } from "./folders";
import { sweepLockDrafts, withKeyLock } from "./key-lock";
import { fileNameOf, OWN_FOLDER } from "./names";

const SWEPT_REMEMBERED = 10_000;

/** One root folder and what belongs to it; shared by the operations of one store. */
export interface Disk {
  folders: Folders;
  /** The folder of the records; null while nothing was written. */
  findRecords(): Promise<string | null>;
  ensureRecords(): Promise<string>;
  /** Runs `work` while nobody else in any process changes the object of that key. */
  withLock<T>(key: ObjectKey, work: () => Promise<T>): Promise<T>;
  /** Removes dead temp files from a folder this process has not written to before. */
  sweepOnce(folder: string): Promise<void>;
}

export function openDisk(root: string): Disk {
  const folders = openFolders(root);
  const swept = new Set<string>();

  async function once(folder: string, sweep: (folder: string) => Promise<void>): Promise<void> {
    if (swept.has(folder)) return;
    if (swept.size >= SWEPT_REMEMBERED) swept.clear();
    swept.add(folder);
    await sweep(folder);
  }

  return {
    folders,
    findRecords: () => folders.find([OWN_FOLDER, "records"]),
    async ensureRecords() {
      const records = await folders.ensure([OWN_FOLDER, "records"]);
      await once(records, sweepTemps);
      return records;
    },
    async withLock(key, work) {
      const locks = await folders.ensure([OWN_FOLDER, "locks"]);
      await once(locks, sweepLockDrafts);
      return withKeyLock({ locks, name: recordName(key) }, work);
    },
    sweepOnce: (folder) => once(folder, sweepTemps),
  };
}

/** Names of the folders of a key below the root, and of its file. */
export function placeOf(key: ObjectKey): { names: string[]; fileName: string } {
  const names = key.split("/").map(fileNameOf);
  const fileName = names.pop() ?? "";
  return { names, fileName };
}
