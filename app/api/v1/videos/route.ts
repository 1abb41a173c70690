import { createVideoSchema, listVideosQuerySchema } from "../../../../lib/api/contract/videos";
import { idempotencyOf } from "../../../../lib/api/idempotency-key";
import { checkShape, parseJson, readBody } from "../../../../lib/api/read-json";
import { json, route } from "../../../../lib/api/route";
import { createVideo } from "../../../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../../../lib/services/videos/created-video-answer";
import { listVideos } from "../../../../lib/services/videos/list-videos";
import { startRun } from "../../../../workflows/start-run";

export const dynamic = "force-dynamic";

export const GET = route(async ({ ctx, query }) =>
  json(await listVideos({ ctx, input: checkShape(listVideosQuerySchema, query) })),
);

export const POST = route(async ({ ctx, request }) => {
  const body = await readBody(request, ["application/json"]);
  const input = checkShape(createVideoSchema, parseJson(body));
  const idempotency = idempotencyOf({ ctx, request, route: "POST /videos", body });
  const { answer, fresh } = await createVideo({ ctx, input, idempotency, render: createdVideoAnswer });
  if (fresh?.run) await startRun({ workspaceId: ctx.workspaceId, runId: fresh.run.id });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
});
