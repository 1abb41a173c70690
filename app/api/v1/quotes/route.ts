import { createQuoteSchema } from "../../../../lib/api/contract/regeneration";
import { checkShape, parseJson, readBody } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { quotePlan } from "../../../../lib/services/plans/quote-plan";

export const dynamic = "force-dynamic";

export const POST = route(async ({ ctx, request }) => {
  const input = checkShape(createQuoteSchema, parseJson(await readBody(request, ["application/json"])));
  return json(await quotePlan({ ctx, input }));
});
