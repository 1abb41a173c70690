import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type RunView, runSchema } from "../../api/contract/runs";
import type { CliContext } from "../context";
import type { ApiClient } from "../http/api-client";
import { followExport } from "./follow-export";
import { runPath } from "./follow-run";

const startedExportSchema = z.object({ run: z.object({ id: z.string() }) });

/** How long a finished generation may take to name the export that it starts by itself. */
const EXPORT_STARTS_WITHIN_MS = 5_000;

/** Asks for an MP4 of the video's head revision. */
export async function startExport(api: ApiClient, videoId: string, idempotencyKey: string): Promise<string> {
  const { value } = await api.post({
    path: `/api/v1/videos/${encodeURIComponent(videoId)}/exports`,
    body: { format: "mp4" },
    schema: startedExportSchema,
    idempotencyKey,
  });
  return value.run.id;
}

/** Follows the export that a successful generation started; starts one should there be none. */
export async function followExportOf(options: {
  context: CliContext;
  api: ApiClient;
  run: RunView;
}): Promise<RunView> {
  const { context, api, run } = options;
  const deadline = performance.now() + EXPORT_STARTS_WITHIN_MS;
  let exportRunId = run.exportRunId;
  while (exportRunId === null && performance.now() < deadline) {
    await sleep(250, undefined, { signal: context.signal });
    exportRunId = (await api.get(runPath(run.id), runSchema)).exportRunId;
  }
  exportRunId ??= await startExport(api, run.videoId, `export-of-${run.id}`);
  return await followExport({ context, api, runId: exportRunId });
}
