import { assertCronRequest } from "../../../../lib/api/cron-guard";
import { cronRoute, json } from "../../../../lib/api/route";
import { getConfig, getPorts } from "../../../../lib/container";
import { tellOfBudget } from "../../../../lib/services/maintenance/budget-alert";
import { reconcile } from "../../../../workflows/reconcile";

export const dynamic = "force-dynamic";

export const GET = cronRoute(async (request) => {
  assertCronRequest(request.headers, process.env.CRON_SECRET);
  const done = await reconcile();
  const { budgetAlertMicros: budgetMicros } = getConfig();
  if (budgetMicros !== null) await tellOfBudget({ ports: await getPorts(), budgetMicros });
  return json(done);
});
