/** Shares of a ceiling, in percent, that are worth a word when they are passed. */
export const BUDGET_THRESHOLDS = [50, 80, 95] as const;

/** The highest threshold that an amount of money passes when it comes on top of what is committed; null: none, or no ceiling. */
export function passedThreshold(options: {
  /** Spent and reserved, the amount included; micro-USD. */
  committedMicros: number;
  amountMicros: number;
  ceilingMicros: number | null;
}): (typeof BUDGET_THRESHOLDS)[number] | null {
  const { committedMicros, amountMicros, ceilingMicros } = options;
  if (ceilingMicros === null || ceilingMicros === 0) return null;
  const before = committedMicros - amountMicros;
  const passed = BUDGET_THRESHOLDS.filter((percent) => {
    const line = (ceilingMicros * percent) / 100;
    return before < line && committedMicros >= line;
  });
  return passed.at(-1) ?? null;
}
