import { putLimitsSchema } from "../../../../lib/api/contract/limits";
import { checkShape, parseJson, readBody } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { getLimits } from "../../../../lib/services/limits/get-limits";
import { setLimits } from "../../../../lib/services/limits/set-limits";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx }) => json(await getLimits({ ctx })));

export const PUT = route(async ({ ctx, request }) => {
  const body = await readBody(request, ["application/json"]);
  return json(await setLimits({ ctx, input: checkShape(putLimitsSchema, parseJson(body)) }));
});
