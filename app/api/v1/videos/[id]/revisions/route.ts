import { historyQuerySchema } from "../../../../../../lib/api/contract/history";
import { checkShape } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { listRevisions } from "../../../../../../lib/services/videos/list-revisions";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params, query }) => {
  const page = checkShape(historyQuerySchema, query);
  return json(await listRevisions({ ctx, input: { id: params.id, ...page } }));
});
