import { runQuerySchema } from "../../../../../lib/api/contract/runs";
import { checkShape } from "../../../../../lib/api/read-json";
import { json, route } from "../../../../../lib/api/route";
import { getRun } from "../../../../../lib/services/runs/get-run";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, request, params, query }) => {
  const { wait } = checkShape(runQuerySchema, query);
  return json(await getRun({ ctx, input: { id: params.id, waitSeconds: wait }, signal: request.signal }));
});
