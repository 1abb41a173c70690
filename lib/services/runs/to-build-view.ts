import { publicRunStatus } from "../../core/run/run-state";
import type { RunRow } from "../../ports/database";

/** What history says of the run that made a revision. */
export function toBuildView(run: RunRow) {
  return {
    revision: run.revision,
    runId: run.id,
    type: run.type === "generation" ? ("generation" as const) : ("regeneration" as const),
    status: publicRunStatus(run.status),
    actor: run.actor,
    costMicros: run.costMicros,
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}
