import { z } from "zod";
import { checkShape } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { reindex } from "../../../../lib/services/maintenance/reindex/reindex";

export const dynamic = "force-dynamic";

const querySchema = z.object({ videoId: z.string().optional() });

/** Makes rows anew from the objects, and answers which, and which revisions are not whole. */
export const POST = route(async ({ ctx, query }) => {
  const { videoId } = checkShape(querySchema, query);
  return json(await reindex({ ctx, input: { id: videoId } }));
});
