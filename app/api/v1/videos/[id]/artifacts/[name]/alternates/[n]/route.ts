import { alternateNumberSchema } from "../../../../../../../../../lib/api/contract/alternates";
import { checkShape } from "../../../../../../../../../lib/api/read-json";
import { route } from "../../../../../../../../../lib/api/route";
import { discardAlternate } from "../../../../../../../../../lib/services/artifacts/discard-alternate";

export const dynamic = "force-dynamic";

export const DELETE = route<{ id: string; name: string; n: string }>(async ({ ctx, params }) => {
  const n = checkShape(alternateNumberSchema, params.n);
  await discardAlternate({ ctx, input: { id: params.id, name: decodeURIComponent(params.name), n } });
  return new Response(null, { status: 204 });
});
