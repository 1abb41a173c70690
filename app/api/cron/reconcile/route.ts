import { assertCronRequest } from "../../../../lib/api/cron-guard";
import { cronRoute, json } from "../../../../lib/api/route";
import { reconcile } from "../../../../workflows/reconcile";

export const dynamic = "force-dynamic";

export const GET = cronRoute(async (request) => {
  assertCronRequest(request.headers, process.env.CRON_SECRET);
  return json(await reconcile());
});
