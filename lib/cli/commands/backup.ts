import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createBackupFolder } from "../../adapters/node/backup-folder";
import type { BackupReport } from "../../services/maintenance/backup/write-backup";
import { type CliContext, dataDirOf, printJson } from "../context";
import { CliFailure, EXIT, type ExitCode, usageError } from "../exit";
import { withInstallation } from "../installation";
import { untilStopped } from "../run/until-stopped";
import { withActivity } from "../terminal/activity";
import { count, formatBytes } from "../terminal/format";
import { versionOf } from "../version";

/**
 * `backup`: database and objects of this installation as one file, which appears when it is complete. Beside a server only where the
 * database is one too; the embedded one is its process's alone.
 */
export async function backup(options: {
  context: CliContext;
  file: string;
  flags: Readonly<Record<string, unknown>>;
}): Promise<ExitCode> {
  const { context, flags } = options;
  const path = resolve(context.cwd, options.file);
  await assertFree(path);
  await assertSomethingThere(context);
  const { getArchives } = await import("../../container");
  const { writeBackup } = await import("../../services/maintenance/backup/write-backup");
  const made = await withActivity(context, "Backing up", () =>
    withInstallation({ context, role: "backup" }, async (ports) => {
      let report: BackupReport | undefined;
      const stream = writeBackup({
        ports,
        archives: getArchives(),
        version: versionOf(context.root),
        report: (found) => {
          report = found;
        },
      });
      const { bytes } = await createBackupFolder(dirname(path)).put(
        basename(path),
        untilStopped(stream, context.signal),
      );
      if (!report) throw new Error("A backup was written, and nobody said what is in it.");
      return { ...report, fileBytes: bytes };
    }),
  );
  const { tables, fileBytes, ...told } = made;
  const videos = tables.find(({ name }) => name === "videos")?.rows ?? 0;
  if (flags.json) {
    printJson(context, { file: path, fileBytes, videos, ...told });
    return EXIT.ok;
  }
  const style = context.talkStyle;
  context.talk(
    `  ${count(videos, "video")}, ${count(told.rows, "row")}, ${count(told.objects, "object")} (${formatBytes(told.bytes)})`,
  );
  if (told.activeRuns > 0) {
    context.talk(`  ${count(told.activeRuns, "run")} under way: restored, they go on from here.`);
  }
  for (const { key, problem } of told.problems) context.talk(`  ${style.warn(problem)}: ${key}`);
  if (told.problems.length > 0) context.talk(`  "reelgraph verify" says what is wrong.`);
  context.print(`${path}\n`);
  return EXIT.ok;
}

async function assertFree(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null);
  if (!folder?.isDirectory()) throw usageError(`There is no folder ${dirname(path)} for the backup.`);
  if ((await stat(path).catch(() => null)) === null) return;
  throw new CliFailure({
    exitCode: EXIT.refused,
    message: `${path} is there already. No backup is written over.`,
  });
}

/** A database that a command makes only to back it up is a mistake in the data dir's name. */
async function assertSomethingThere(context: CliContext): Promise<void> {
  if (context.env.POSTGRES_URL) return;
  const dataDir = dataDirOf(context);
  if ((await stat(join(dataDir, "postgres")).catch(() => null)) !== null) return;
  throw usageError(
    `There is nothing to back up in ${dataDir}.`,
    "REELGRAPH_DATA_DIR, or POSTGRES_URL and S3_BUCKET, say where the installation is.",
  );
}
