import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rmdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { acquireDataDirLock } from "../../adapters/node/data-dir-lock";
import { NEWEST_MIGRATION } from "../../adapters/postgres/dumps";
import { type Config, loadConfig } from "../../config/config";
import { ReelgraphError } from "../../core/errors";
import type { Database } from "../../ports/database";
import type { BackupSource, CheckedBackup } from "../../services/maintenance/backup/restore-backup";
import { type CliContext, dataDirOf, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { assertRoom, markBucket, openRestoring } from "../run/restoring";
import { untilStopped } from "../run/until-stopped";
import { withActivity } from "../terminal/activity";
import { count, formatBytes } from "../terminal/format";

/**
 * `restore`: a backup becomes this installation, which has to be empty (exit code 4). All of it is checked before anything is written
 * (exit code 3). Objects come into their place before the rows, which are all of them there or none: cut off anywhere, nothing is there
 * that a server would take for videos, and a repetition goes on.
 */
export async function restore(options: {
  context: CliContext;
  file: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const path = resolve(context.cwd, options.file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw usageError(`There is no file ${path}.`);
  const env = {
    ...context.env,
    REELGRAPH_DATA_DIR: dataDirOf(context),
    REELGRAPH_LOG_LEVEL: "silent",
  };
  const config = loadConfig({ env, projectRoot: context.root });
  const done = await withActivity(context, "Checking and restoring the backup", () =>
    restoreInto({ context, path, config, env }),
  );
  if (flags.json) {
    printJson(context, { file: path, ...done });
    return EXIT.ok;
  }
  const { videos, rows, objects, bytes, activeRuns, createdAt } = done;
  context.talk(
    `  ${count(videos, "video")}, ${count(rows, "row")}, ${count(objects, "object")} (${formatBytes(bytes)}), as of ${createdAt}`,
  );
  if (activeRuns > 0) {
    context.talk(
      `  ${count(activeRuns, "run")} under way then: the server goes on with them when it starts.`,
    );
  }
  context.talk(`  "reelgraph verify" holds every object against the database.`);
  return EXIT.ok;
}

type Env = Readonly<Record<string, string | undefined>>;

async function restoreInto(options: { context: CliContext; path: string; config: Config; env: Env }) {
  const { context, path, config, env } = options;
  const { dataDir, database, objects } = config;
  const isLocal = database.driver === "pglite" || objects.store === "disk";
  const { getArchives } = await import("../../container");
  const { checkBackup } = await import("../../services/maintenance/backup/restore-backup");
  const source: BackupSource = {
    archives: getArchives(),
    open: () => untilStopped(createReadStream(path), context.signal),
  };
  const hadDataDir = (await stat(dataDir).catch(() => null)) !== null;
  const lock = isLocal
    ? await acquireDataDirLock({ dataDir, port: null, host: null, role: "restore" })
    : null;
  try {
    // Before the long work.
    await assertRoom({ config, backup: null });
    const checked = await checkBackup(source, NEWEST_MIGRATION);
    await put({ source, checked, config, env });
    const { createdAt, videos, rows, activeRuns, manifest } = checked;
    const { count: number, bytes } = manifest.objects;
    return { createdAt, videos, rows, objects: number, bytes, activeRuns, problems: manifest.problems };
  } finally {
    await lock?.release();
    if (!hadDataDir) await rmdir(dataDir).catch(() => {});
  }
}

async function put(options: {
  source: BackupSource;
  checked: CheckedBackup;
  config: Config;
  env: Env;
}): Promise<void> {
  const { source, checked, config, env } = options;
  const { openInstallation } = await import("../../container");
  const { restoreObjects, restoreRows } = await import("../../services/maintenance/backup/restore-backup");
  const backup = createHash("sha256").update(JSON.stringify(checked.manifest)).digest("hex");
  const restoring = await openRestoring({ config, backup });
  try {
    const stores = await openInstallation(restoring.staged, env);
    const isServer = stores.database.kind === "postgres";
    let bucket: Awaited<ReturnType<typeof markBucket>> | null = null;
    try {
      if (isServer) await assertNoVideos(stores.database);
      const { objects } = config;
      if (objects.store === "s3") {
        bucket = await markBucket({ objects: stores.objects, bucket: objects.bucket, backup });
      }
      await restoreObjects(source, stores.objects);
      // A server's rows are in place the moment they are committed; the embedded database's are staged like the objects.
      if (isServer) await restoring.placeObjects();
      await restoreRows(source, stores.database);
    } finally {
      await stores.database.close();
    }
    if (!isServer) await restoring.placeObjects();
    await restoring.placeRows();
    await bucket?.done();
  } finally {
    await restoring.end();
  }
}

/** Told before the objects are there; that the tables are empty is seen to once more in the transaction that fills them. */
async function assertNoVideos(database: Database): Promise<void> {
  const found = await database.system(({ videos }) => videos.page({ limit: 1 }));
  if (found.length === 0) return;
  throw new ReelgraphError({
    code: "conflict",
    message:
      "The database that POSTGRES_URL names is not empty: it has videos. A backup is only restored where there is nothing it could mix with.",
  });
}
