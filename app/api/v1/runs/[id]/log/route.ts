import { runLogQuerySchema } from "../../../../../../lib/api/contract/runs";
import { checkShape } from "../../../../../../lib/api/read-json";
import { route } from "../../../../../../lib/api/route";
import { getRunLog } from "../../../../../../lib/services/runs/get-run-log";

export const dynamic = "force-dynamic";

/** One JSON object per line, as in the run's `run.jsonl`; `?level=` leaves out what is less serious. */
export const GET = route<{ id: string }>(async ({ ctx, params, query }) => {
  const { level } = checkShape(runLogQuerySchema, query);
  const lines = await getRunLog({ ctx, input: { id: params.id, level } });
  return new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
  });
});
