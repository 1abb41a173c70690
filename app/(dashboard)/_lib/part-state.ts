import type { GraphJob } from "../../../lib/core/graph/expand";
import type { HeadState, Plan } from "../../../lib/core/plan/types";

/** What a plan does with a job: nothing, make it for the first time, again, or leave it out although it is dirty. */
export type PartState = "up-to-date" | "new" | "again" | "retry" | "kept" | "left-out";

/** `dirty`: the plan without any selection, which says what a selection leaves out. */
export function partStates(options: {
  jobs: readonly GraphJob[];
  plan: Plan;
  dirty: Plan;
  head: HeadState | null;
  pins: readonly string[];
}): Map<string, PartState> {
  const { jobs, plan, dirty, head, pins } = options;
  const planned = new Set(plan.layers.flat().map(({ jobId }) => jobId));
  const stale = new Set(dirty.layers.flat().map(({ jobId }) => jobId));
  const pinned = new Set(pins);
  return new Map(
    jobs.map(({ jobId, produces }): [string, PartState] => {
      if (planned.has(jobId)) return [jobId, stateOfPlanned(produces, head)];
      if (produces.some((id) => pinned.has(id))) return [jobId, "kept"];
      return [jobId, stale.has(jobId) ? "left-out" : "up-to-date"];
    }),
  );
}

function stateOfPlanned(produces: readonly string[], head: HeadState | null): PartState {
  const records = produces.map((id) => head?.artifacts.get(id));
  if (records.some((record) => record?.status === "failed")) return "retry";
  return records.some((record) => record === undefined) ? "new" : "again";
}
