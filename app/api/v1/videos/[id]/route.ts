import { patchVideoSchema } from "../../../../../lib/api/contract/videos";
import { checkShape, parseJson, readBody } from "../../../../../lib/api/read-json";
import { json, route } from "../../../../../lib/api/route";
import { deleteVideo } from "../../../../../lib/services/videos/delete-video";
import { getVideo } from "../../../../../lib/services/videos/get-video";
import { setVideoCeiling } from "../../../../../lib/services/videos/set-video-ceiling";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) => {
  const video = await getVideo({ ctx, input: params });
  return json(video, { headers: { etag: `"${video.inputRevision}"` } });
});

/** Its ceiling. Inputs have their own route, because an edit of them needs the version that it edits. */
export const PATCH = route<{ id: string }>(async ({ ctx, request, params }) => {
  const body = await readBody(request, ["application/merge-patch+json", "application/json"]);
  const change = checkShape(patchVideoSchema, parseJson(body));
  const video = await setVideoCeiling({ ctx, input: { id: params.id, ...change } });
  return json(video, { headers: { etag: `"${video.inputRevision}"` } });
});

/** Gone at once, and back with `POST …/restore`. */
export const DELETE = route<{ id: string }>(async ({ ctx, params }) =>
  json(await deleteVideo({ ctx, input: params }), { status: 202 }),
);
