import { json, route } from "../../../../lib/api/route";
import { getBackupShelf, getConfig } from "../../../../lib/container";
import { checkReadiness } from "../../../../lib/services/maintenance/check-readiness";

export const dynamic = "force-dynamic";

export const GET = route(
  async ({ ctx }) => {
    const upSince = new Date(Date.now() - process.uptime() * 1_000);
    const backups = { isExpected: getBackupShelf() !== null, upSince };
    const { budgetAlertMicros: budgetMicros } = getConfig();
    const readiness = await checkReadiness({ ctx, backups, budgetMicros });
    return json(readiness, { status: readiness.status === "ready" ? 200 : 503 });
  },
  { isBare: true },
);
