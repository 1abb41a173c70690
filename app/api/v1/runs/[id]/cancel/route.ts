import { json, route } from "../../../../../../lib/api/route";
import { cancelRun } from "../../../../../../lib/services/runs/cancel-run";
import { getRun } from "../../../../../../lib/services/runs/get-run";
import { wakeRun } from "../../../../../../workflows/wake-run";

export const dynamic = "force-dynamic";

/** 202 while the run is still being brought to its end, 200 when it has ended: by this call, before it, or by itself. */
export const POST = route<{ id: string }>(async ({ ctx, params }) => {
  const run = await cancelRun({ ctx, input: params });
  const isEnding = run.finishedAt === null;
  if (isEnding) await wakeRun({ workspaceId: ctx.workspaceId, runId: run.id, reason: "cancel" });
  return json(await getRun({ ctx, input: { id: run.id } }), { status: isEnding ? 202 : 200 });
});
