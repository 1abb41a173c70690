import { contentResponse } from "../../../../../../lib/api/content";
import { route } from "../../../../../../lib/api/route";
import { openFilm } from "../../../../../../lib/services/artifacts/open-content";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, request, params }) => {
  const content = await openFilm({ ctx, input: { id: params.id, part: "captions" } });
  return await contentResponse({ ctx, request, content });
});
