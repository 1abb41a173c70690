import { z } from "zod";
import { contentResponse } from "../../../../../../lib/api/content";
import { checkShape } from "../../../../../../lib/api/read-json";
import { route } from "../../../../../../lib/api/route";
import { openObject } from "../../../../../../lib/services/artifacts/open-content";

export const dynamic = "force-dynamic";

const querySchema = z.object({ key: z.string().min(1).max(500) });

/** Any object of the video by its key below the prefix: what the friendly tree links to. */
export const GET = route<{ id: string }>(async ({ ctx, request, params, query }) => {
  const { key } = checkShape(querySchema, query);
  const content = await openObject({ ctx, input: { id: params.id, path: key } });
  return await contentResponse({ ctx, request, content });
});
