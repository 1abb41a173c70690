import { ceilingReached } from "../../core/money/ceilings";
import type { Plan } from "../../core/plan/types";

/** A run whose upper bound is above what its caller allows is refused before anything is written. */
export function assertWithinRunCeiling(options: { plan: Plan; maxCostMicros: number | undefined }): void {
  const { plan, maxCostMicros } = options;
  if (maxCostMicros === undefined || plan.quote.costMicros <= maxCostMicros) return;
  throw ceilingReached({
    scope: "run",
    ceilingMicros: maxCostMicros,
    committedMicros: 0,
    neededMicros: plan.quote.costMicros,
    extra: { quote: plan.quote },
  });
}
