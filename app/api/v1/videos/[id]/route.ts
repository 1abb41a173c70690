import { json, route } from "../../../../../lib/api/route";
import { getVideo } from "../../../../../lib/services/videos/get-video";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) => {
  const video = await getVideo({ ctx, input: params });
  return json(video, { headers: { etag: `"${video.inputRevision}"` } });
});
