import { z } from "zod";
import { assertCronRequest } from "../../../../lib/api/cron-guard";
import { checkShape } from "../../../../lib/api/read-json";
import { cronRoute, json } from "../../../../lib/api/route";
import { getConfig, getPorts } from "../../../../lib/container";
import { cleanOrphans } from "../../../../lib/services/maintenance/clean/clean-orphans";

export const dynamic = "force-dynamic";

/** A function lasts a minute; the next call goes on from there. */
const BUDGET_MS = 45_000;

const querySchema = z.object({ dryRun: z.enum(["0", "1"]).default("0") });

export const GET = cronRoute(async (request) => {
  assertCronRequest(request.headers, process.env.CRON_SECRET);
  const { dryRun } = checkShape(querySchema, Object.fromEntries(new URL(request.url).searchParams));
  const input = { dryRun: dryRun === "1" };
  const policy = getConfig().cleaning;
  return json(await cleanOrphans({ ports: await getPorts(), policy, input, budgetMs: BUDGET_MS }));
});
