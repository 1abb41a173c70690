import { open, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Config } from "../../config/config";
import { ReelgraphError } from "../../core/errors";
import { type ObjectStore, objectKey, readAll } from "../../ports/object-store";

/** Below the data directory: what is being restored, until it is whole. Nobody else looks there, and the next restore removes it. */
const FOLDER = "restoring";
/** Beside the objects while they are in place and the rows are not: then a repetition goes on. */
const MARK = "restoring.json";
/** What has nothing to do with videos. */
const HARMLESS = /^(?:lock\.json.*|logs|restoring|restoring\.json|secrets\.key)$/;

/** Where the stores are to be written to, and how they get to their place. */
export interface Restoring {
  /** The configuration of the stores that are written to. */
  staged: Config;
  /** The staged stores are closed and whole: into their place with them, objects first. */
  placeObjects(): Promise<void>;
  placeRows(): Promise<void>;
  /** Removes what was not put into place. */
  end(): Promise<void>;
}

/**
 * Makes room below the data directory. `backup`: the sha256 of the backup's manifest. Throws `conflict` when there is something that a
 * restore would mix with.
 */
export async function openRestoring(options: { config: Config; backup: string }): Promise<Restoring> {
  const { config, backup } = options;
  const { dataDir, database, objects } = config;
  const folder = join(dataDir, FOLDER);
  await assertRoom({ config, backup });
  await rm(folder, { recursive: true, force: true });
  const hasObjects = (await namesIn(config)).includes("objects");
  const staged: Config = {
    ...config,
    studioDir: join(folder, "studio"),
    database:
      database.driver === "pglite" ? { driver: "pglite", directory: join(folder, "postgres") } : database,
    objects:
      objects.store === "disk" && !hasObjects
        ? { store: "disk", directory: join(folder, "objects") }
        : objects,
  };
  return {
    staged,
    async placeObjects() {
      if (objects.store !== "disk") return;
      await writeFile(join(dataDir, MARK), mark(backup));
      // A backup without a single object has made no folder.
      if (!hasObjects) await move(join(folder, "objects"), objects.directory);
      await syncFolder(dataDir);
    },
    async placeRows() {
      if (database.driver === "pglite") {
        await move(join(folder, "postgres"), database.directory);
        await syncFolder(dataDir);
      }
      await rm(join(dataDir, MARK), { force: true });
    },
    async end() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Throws `conflict` when the data directory has anything that a restore would mix with. `backup`: null for any; then objects that an
 * unfinished restore has put there do not count.
 */
export async function assertRoom(options: { config: Config; backup: string | null }): Promise<void> {
  const { config, backup } = options;
  const { dataDir, database, objects } = config;
  if (database.driver !== "pglite" && objects.store !== "disk") return;
  const found = await readFile(join(dataDir, MARK), "utf8").catch(() => null);
  const isResuming = found !== null && (backup === null || found === mark(backup));
  const names = (await namesIn(config)).filter((name) => !(isResuming && name === "objects"));
  if (names.length > 0) throw notEmpty(`The data dir ${dataDir}`, names);
}

/** The same for a bucket, which has no folder to be renamed: the mark is there from before the first object until after the rows. */
export async function markBucket(options: {
  objects: ObjectStore;
  bucket: string;
  backup: string;
}): Promise<{ done(): Promise<void> }> {
  const { objects, bucket, backup } = options;
  const key = objectKey(MARK);
  const marked = await objects.get(key);
  const isResuming = marked !== null && new TextDecoder().decode(await readAll(marked)) === mark(backup);
  const { heads } = await objects.list({ prefix: "videos/", limit: 1 });
  if (!isResuming && heads.length > 0) throw notEmpty(`The bucket ${bucket}`, ["videos/"]);
  const body = new TextEncoder().encode(mark(backup));
  await objects.put({ key, body, mediaType: "application/json", condition: { kind: "any" } });
  return { done: async () => await objects.delete([key]) };
}

function mark(backup: string): string {
  return `${JSON.stringify({ schema: "restoring@1", backup })}\n`;
}

async function namesIn({ dataDir, backups }: Config): Promise<string[]> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const kept: string[] = [];
  for (const name of names) {
    if (HARMLESS.test(name) || holds(join(dataDir, name), backups.directory)) continue;
    // A folder with nothing in it is made way.
    const isGone = await rmdir(join(dataDir, name)).then(
      () => true,
      () => false,
    );
    if (!isGone) kept.push(name);
  }
  return kept;
}

/** Whether the path is the folder, or in it. */
function holds(folder: string, path: string | null): boolean {
  return path !== null && `${path}${sep}`.startsWith(`${folder}${sep}`);
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return;
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") throw notEmpty(to, []);
    throw error;
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

function notEmpty(what: string, names: readonly string[]): ReelgraphError {
  const found = names.length > 0 ? `: it has ${names.join(", ")}` : "";
  return new ReelgraphError({
    code: "conflict",
    message: `${what} is not empty${found}. A backup is only restored where there is nothing it could mix with.`,
  });
}
