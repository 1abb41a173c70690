import { contentResponse } from "../../../../../../../lib/api/content";
import { route } from "../../../../../../../lib/api/route";
import { openArtifact } from "../../../../../../../lib/services/artifacts/open-content";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string; name: string }>(async ({ ctx, request, params }) => {
  const content = await openArtifact({
    ctx,
    input: { id: params.id, name: decodeURIComponent(params.name) },
  });
  return await contentResponse({ ctx, request, content });
});
