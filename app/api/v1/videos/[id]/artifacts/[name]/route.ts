import { contentResponse } from "../../../../../../../lib/api/content";
import { idempotencyOf } from "../../../../../../../lib/api/idempotency-key";
import { json, route } from "../../../../../../../lib/api/route";
import { checksumsOfIfMatch, streamBody } from "../../../../../../../lib/api/stream-body";
import { getIntake } from "../../../../../../../lib/container";
import { broughtAnswer } from "../../../../../../../lib/services/artifacts/brought-answer";
import { openArtifact } from "../../../../../../../lib/services/artifacts/open-content";
import { putArtifact } from "../../../../../../../lib/services/artifacts/put-artifact";
import { takeBackArtifact } from "../../../../../../../lib/services/artifacts/take-back-artifact";

export const dynamic = "force-dynamic";

interface Params {
  id: string;
  name: string;
}

export const GET = route<Params>(async ({ ctx, request, params }) => {
  const content = await openArtifact({
    ctx,
    input: { id: params.id, name: decodeURIComponent(params.name) },
  });
  return await contentResponse({ ctx, request, content });
});

export const PUT = route<Params>(async ({ ctx, request, params }) => {
  const name = decodeURIComponent(params.name);
  const mediaType = request.headers.get("content-type");
  const seen = checksumsOfIfMatch(request.headers);
  const path = `PUT /videos/${params.id}/artifacts/${name}`;
  const idempotency = (checksum: string) =>
    idempotencyOf({ ctx, request, route: path, body: `${mediaType}\n${checksum}` });
  const answer = await putArtifact({
    ctx,
    intake: getIntake(),
    input: { id: params.id, name, mediaType, body: streamBody(request), seen },
    idempotency,
    render: broughtAnswer,
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
});

export const DELETE = route<Params>(async ({ ctx, params }) =>
  json(await takeBackArtifact({ ctx, input: { id: params.id, name: decodeURIComponent(params.name) } })),
);
