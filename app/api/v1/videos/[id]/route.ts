import { json, route } from "../../../../../lib/api/route";
import { deleteVideo } from "../../../../../lib/services/videos/delete-video";
import { getVideo } from "../../../../../lib/services/videos/get-video";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) => {
  const video = await getVideo({ ctx, input: params });
  return json(video, { headers: { etag: `"${video.inputRevision}"` } });
});

/** Gone at once, and back with `POST …/restore`. */
export const DELETE = route<{ id: string }>(async ({ ctx, params }) =>
  json(await deleteVideo({ ctx, input: params }), { status: 202 }),
);
