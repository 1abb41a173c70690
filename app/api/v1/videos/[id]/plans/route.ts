import { historyQuerySchema } from "../../../../../../lib/api/contract/history";
import { checkShape } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { listPlans } from "../../../../../../lib/services/plans/list-plans";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params, query }) => {
  const page = checkShape(historyQuerySchema, query);
  return json(await listPlans({ ctx, input: { id: params.id, ...page } }));
});
