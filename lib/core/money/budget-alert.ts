import { BUDGET_THRESHOLDS } from "./budget-threshold";

/** Shares of the operator's budget, in percent, that are told of, each once a month. */
const ALERTS = [...BUDGET_THRESHOLDS, 100] as const;

/** The highest share of a budget that a month's costs have reached; 0: none. */
export function reachedShare(options: { costMicros: number; budgetMicros: number }): number {
  const { costMicros, budgetMicros } = options;
  return ALERTS.findLast((percent) => costMicros * 100 >= budgetMicros * percent) ?? 0;
}
