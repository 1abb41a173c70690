import { runLogPath } from "../../core/naming/document-path";
import type { EventRow, RunRow } from "../../ports/database";
import { type Context, inTenant } from "../context";
import { putLines } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";

const PAGE = 1_000;
const LEVELS: Record<string, "info" | "warn" | "error"> = {
  "job-failed": "error",
  "job-blocked": "warn",
  "job-progress": "info",
};

/** `runs/{runId}/run.jsonl`: the log that travels with the video. Rendered from the run's events, so writing it again changes nothing. */
export async function writeRunLog(options: { ctx: Context; run: RunRow }): Promise<void> {
  const { ctx, run } = options;
  const events: EventRow[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const page = await inTenant(ctx, (repositories) =>
      repositories.events.ofRun({ runId: run.id, after, limit: PAGE }),
    );
    events.push(...page);
    if (page.length < PAGE) break;
  }
  await putLines({
    ctx,
    videoId: run.videoId,
    path: runLogPath(run.id),
    schema: DOCUMENT_SCHEMAS.logLine,
    values: events.map((event) => ({
      at: event.at.toISOString(),
      level: LEVELS[event.type] ?? "info",
      event: event.type,
      seq: event.seq,
      runId: run.id,
      ...event.data,
    })),
  });
}
