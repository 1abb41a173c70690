import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ReelgraphError } from "../../core/errors";
import type { BackupShelf } from "../../ports/backup-shelf";

/** Of backups that are being written. */
const UNFINISHED = /^\.(.+)\.[0-9a-f]{8}\.part$/;
/** Nobody writes to one that long without a byte. */
const ABANDONED_MS = 24 * 60 * 60_000;

/** Backups as files of a folder, which is made when it is missing. */
export function createBackupFolder(folder: string): BackupShelf {
  const place = resolve(folder);
  return {
    place,
    async put(name, stream) {
      return await guarded(`write ${join(place, name)}`, () => putFile(place, name, stream));
    },
    async list() {
      const names = await readdir(place).catch((error: unknown) => {
        if (codeOf(error) === "ENOENT") return [];
        throw error;
      });
      const found = await Promise.all(
        names.map(async (name) => {
          const known = await stat(join(place, name)).catch(() => null);
          return known?.isFile() && !UNFINISHED.test(name)
            ? [{ name, bytes: known.size, modifiedAt: known.mtime }]
            : [];
        }),
      );
      return found.flat();
    },
    async remove(name) {
      await guarded(`remove ${join(place, name)}`, () => rm(join(place, name), { force: true }));
    },
  };
}

async function putFile(
  place: string,
  name: string,
  stream: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number }> {
  await mkdir(place, { recursive: true });
  await sweep(place);
  const path = join(place, name);
  const unfinished = join(place, `.${name}.${randomUUID().slice(0, 8)}.part`);
  let bytes = 0;
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      for await (const piece of stream) {
        await file.writeFile(piece);
        bytes += piece.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    // A link, not a rename: that would replace another one.
    await link(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  const directory = await open(place);
  await directory.sync().finally(() => directory.close());
  return { bytes };
}

/** What processes left that died while they wrote. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (!UNFINISHED.test(name)) continue;
    const known = await stat(join(place, name)).catch(() => null);
    if (known && Date.now() - known.mtimeMs > ABANDONED_MS) await rm(join(place, name), { force: true });
  }
}

const WORDS: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOTDIR: "a file is in the way",
};

async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") {
      throw new ReelgraphError({ code: "conflict", message: `Cannot ${doing}: it is there already.` });
    }
    const words = WORDS[code];
    if (words === undefined) throw error;
    const message = `Cannot ${doing}: ${words}.`;
    throw new ReelgraphError({ code: "store-unavailable", message, cause: error });
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | null)?.code);
}
