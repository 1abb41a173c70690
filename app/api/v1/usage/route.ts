import { usageQuerySchema } from "../../../../lib/api/contract/usage";
import { checkShape } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { getUsage } from "../../../../lib/services/usage/get-usage";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx, query }) =>
  json(await getUsage({ ctx, input: checkShape(usageQuerySchema, query) })),
);
