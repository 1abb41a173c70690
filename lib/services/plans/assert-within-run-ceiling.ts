import { ReelgraphError } from "../../core/errors";
import type { Plan } from "../../core/plan/types";

/** A run whose upper bound is above what its caller allows is refused before anything is written. */
export function assertWithinRunCeiling(options: { plan: Plan; maxCostMicros: number | undefined }): void {
  const { plan, maxCostMicros } = options;
  if (maxCostMicros === undefined || plan.quote.costMicros <= maxCostMicros) return;
  throw new ReelgraphError({
    code: "ceiling-reached",
    message: `This plan can cost up to ${plan.quote.costMicros} micro-USD, more than maxCostMicros (${maxCostMicros}). Raise it or ask for less.`,
    details: { quote: plan.quote },
  });
}
