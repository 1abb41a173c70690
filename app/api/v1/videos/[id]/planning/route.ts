import { json, route } from "../../../../../../lib/api/route";
import { getPlanning } from "../../../../../../lib/services/plans/get-planning";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) =>
  json(await getPlanning({ ctx, input: params })),
);
