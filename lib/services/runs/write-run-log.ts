import { runLogPath } from "../../core/naming/document-path";
import type { RunRow } from "../../ports/database";
import type { Context } from "../context";
import { putLines } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";
import { runLogLines } from "./run-log-lines";

/** `runs/{runId}/run.jsonl`: the log that travels with the video. Rendered from the run's events, so writing it again changes nothing. */
export async function writeRunLog(options: { ctx: Context; run: RunRow }): Promise<void> {
  const { ctx, run } = options;
  await putLines({
    ctx,
    videoId: run.videoId,
    path: runLogPath(run.id),
    schema: DOCUMENT_SCHEMAS.logLine,
    values: await runLogLines({ ctx, run }),
  });
}
