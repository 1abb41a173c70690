import { json, route } from "../../../../../../lib/api/route";
import { listRuns } from "../../../../../../lib/services/runs/list-runs";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) =>
  json(await listRuns({ ctx, input: params })),
);
