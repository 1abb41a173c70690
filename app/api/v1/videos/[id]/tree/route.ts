import { z } from "zod";
import { checkShape } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { listTree } from "../../../../../../lib/services/exports/list-tree";

export const dynamic = "force-dynamic";

const querySchema = z.object({ revision: z.coerce.number().int().optional() });

export const GET = route<{ id: string }>(async ({ ctx, params, query }) => {
  const { revision } = checkShape(querySchema, query);
  return json(await listTree({ ctx, input: { id: params.id, revision } }));
});
