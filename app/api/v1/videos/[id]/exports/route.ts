import { createExportSchema } from "../../../../../../lib/api/contract/videos";
import { checkShape, parseJson, readBody } from "../../../../../../lib/api/read-json";
import { json, route } from "../../../../../../lib/api/route";
import { createExport } from "../../../../../../lib/services/exports/create-export";
import { toRunView } from "../../../../../../lib/services/runs/to-run-view";
import { startRun } from "../../../../../../workflows/start-run";

export const dynamic = "force-dynamic";

export const POST = route<{ id: string }>(async ({ ctx, request, params }) => {
  checkShape(createExportSchema, parseJson(await readBody(request, ["application/json"])));
  const run = await createExport({ ctx, input: params });
  await startRun({ workspaceId: ctx.workspaceId, runId: run.id });
  const headers = { location: `/api/v1/runs/${run.id}` };
  return json({ run: toRunView(run, [], null), quote: null }, { status: 202, headers });
});
