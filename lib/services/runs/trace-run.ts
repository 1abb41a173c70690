import type { RunRow } from "../../ports/database";
import type { Context } from "../context";

/** Tells the trace of a run that has ended: the root of its attempts' spans. */
export function traceRun(ctx: Context, run: RunRow): void {
  const { id: runId, videoId, type, status, costMicros, startedAt, createdAt, finishedAt } = run;
  if (finishedAt === null) return;
  ctx.tracer.run({
    runId,
    videoId,
    type,
    status,
    costMicros,
    startedAt: startedAt ?? createdAt,
    endedAt: finishedAt,
  });
}
