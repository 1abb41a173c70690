import { pageQuerySchema } from "../../../../../../lib/api/contract/common";
import { checkShape } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { listArtifacts } from "../../../../../../lib/services/artifacts/list-artifacts";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params, query }) => {
  const page = checkShape(pageQuerySchema, query);
  return json(await listArtifacts({ ctx, input: { id: params.id, ...page } }));
});
