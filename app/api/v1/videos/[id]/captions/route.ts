import { z } from "zod";
import { contentResponse } from "../../../../../../lib/api/content";
import { checkShape } from "../../../../../../lib/api/read-json";
import { route } from "../../../../../../lib/api/route";
import { openFilm } from "../../../../../../lib/services/artifacts/open-content";
import { captionsAsSrt } from "../../../../../../lib/services/exports/captions-as-srt";

export const dynamic = "force-dynamic";

const querySchema = z.object({
  format: z.enum(["vtt", "srt"]).default("vtt"),
  revision: z.coerce.number().int().min(1).optional(),
});

export const GET = route<{ id: string }>(async ({ ctx, request, params, query }) => {
  const { format, revision } = checkShape(querySchema, query);
  if (format === "srt") {
    const text = await captionsAsSrt({ ctx, input: { id: params.id, revision } });
    return new Response(text, { headers: { "content-type": "application/x-subrip; charset=utf-8" } });
  }
  const content = await openFilm({ ctx, input: { id: params.id, part: "captions" } });
  return await contentResponse({ ctx, request, content });
});
