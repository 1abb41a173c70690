import { json, route } from "../../../../../../lib/api/route";
import { getGraph } from "../../../../../../lib/services/videos/get-graph";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) =>
  json(await getGraph({ ctx, input: params })),
);
