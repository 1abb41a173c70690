import { z } from "zod";
import { checkShape } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { repairVideos } from "../../../../lib/services/maintenance/repair-videos";
import { verifyVideos } from "../../../../lib/services/maintenance/verify-videos";

export const dynamic = "force-dynamic";

const querySchema = z.object({ videoId: z.string().optional() });

export const GET = route(async ({ ctx, query }) => {
  const { videoId } = checkShape(querySchema, query);
  return json(await verifyVideos({ ctx, input: { id: videoId } }));
});

/** Verifies, writes anew what can be, and answers what is left and what was repaired. */
export const POST = route(async ({ ctx, query }) => {
  const { videoId } = checkShape(querySchema, query);
  return json(await repairVideos({ ctx, input: { id: videoId } }));
});
