import { createRunSchema } from "../../../../../../lib/api/contract/regeneration";
import { idempotencyOf } from "../../../../../../lib/api/idempotency-key";
import { checkShape, parseJson, readBody } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { createRun } from "../../../../../../lib/services/runs/create-run";
import { createdRunAnswer } from "../../../../../../lib/services/runs/created-run-answer";
import { listRuns } from "../../../../../../lib/services/runs/list-runs";
import { startRun } from "../../../../../../workflows/start-run";

export const dynamic = "force-dynamic";

export const GET = route<{ id: string }>(async ({ ctx, params }) =>
  json(await listRuns({ ctx, input: params })),
);

export const POST = route<{ id: string }>(async ({ ctx, request, params }) => {
  const body = await readBody(request, ["application/json"]);
  const input = { ...checkShape(createRunSchema, parseJson(body)), id: params.id };
  const idempotency = idempotencyOf({ ctx, request, route: `POST /videos/${params.id}/runs`, body });
  const { answer, fresh } = await createRun({ ctx, input, idempotency, render: createdRunAnswer });
  if (fresh?.run) await startRun({ workspaceId: ctx.workspaceId, runId: fresh.run.id });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
});
