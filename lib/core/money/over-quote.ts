/**
 * By how much a run has cost more than its quote said it could (the upper bound, which is what was reserved at its start); 0: not at
 * all. It happens where an attempt failed after it had been paid for, where a price had changed, or where nobody knew one.
 */
export function overQuote(options: { costMicros: number; quotedMicros: number | null }): number {
  const { costMicros, quotedMicros } = options;
  return quotedMicros === null ? 0 : Math.max(0, costMicros - quotedMicros);
}
