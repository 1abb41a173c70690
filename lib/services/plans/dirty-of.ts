import type { DirtyReason, Plan } from "../../core/plan/types";

/** What a plan makes again, artifact by artifact, each with why. */
export function dirtyOf(plan: Plan): { artifact: string; reason: DirtyReason; why: DirtyReason[] }[] {
  return plan.layers
    .flat()
    .flatMap(({ produces, reason, why }) => produces.map((artifact) => ({ artifact, reason, why })));
}
