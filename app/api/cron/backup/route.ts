import { assertCronRequest } from "../../../../lib/api/cron-guard";
import { cronRoute, json } from "../../../../lib/api/route";
import { getArchives, getBackupShelf, getConfig, getPorts } from "../../../../lib/container";
import { ReelgraphError } from "../../../../lib/core/errors";
import { makeDailyBackup } from "../../../../lib/services/maintenance/backup/daily-backup";
import { createObjectShelf } from "../../../../lib/services/maintenance/backup/object-shelf";
import { VERSION } from "../../../../lib/services/maintenance/check-readiness";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** The backup of the day: into REELGRAPH_BACKUP_DIR where that is set, else into the bucket. */
export const GET = cronRoute(async (request) => {
  assertCronRequest(request.headers, process.env.CRON_SECRET);
  const ports = await getPorts();
  const { keep } = getConfig().backups;
  const shelf = getBackupShelf() ?? (ports.objects.kind === "s3" ? createObjectShelf(ports.objects) : null);
  if (shelf === null) {
    throw new ReelgraphError({
      code: "configuration",
      message: "There is no place for backups: set REELGRAPH_BACKUP_DIR, or S3_BUCKET.",
    });
  }
  return json(await makeDailyBackup({ ports, archives: getArchives(), shelf, keep, version: VERSION }));
});
