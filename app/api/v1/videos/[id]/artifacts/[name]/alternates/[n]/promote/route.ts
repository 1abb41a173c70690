import { alternateNumberSchema } from "../../../../../../../../../../lib/api/contract/alternates";
import { checkShape } from "../../../../../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../../../../../lib/api/route";
import { promoteAlternate } from "../../../../../../../../../../lib/services/artifacts/promote-alternate";

export const dynamic = "force-dynamic";

export const POST = route<{ id: string; name: string; n: string }>(async ({ ctx, params }) => {
  const n = checkShape(alternateNumberSchema, params.n);
  const input = { id: params.id, name: decodeURIComponent(params.name), n };
  return json(await promoteAlternate({ ctx, input }));
});
