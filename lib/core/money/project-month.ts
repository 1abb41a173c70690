const DAY_MS = 86_400_000;

/**
 * What a month will have cost at its end, in micro-USD: what was spent until now, at the same pace to the end, rounded up; and never
 * less than what is spent and set aside already. Null on the month's first day (UTC), of which nothing can be told.
 */
export function projectMonth(options: {
  spentMicros: number;
  reservedMicros: number;
  now: Date;
}): number | null {
  const { spentMicros, reservedMicros, now } = options;
  const [from, to] = [monthStart(now, 0), monthStart(now, 1)];
  const elapsed = now.getTime() - from;
  if (elapsed < DAY_MS) return null;
  // Products of money and milliseconds are beyond what a double counts exactly.
  const pace = ceilDiv(BigInt(spentMicros) * BigInt(to - from), BigInt(elapsed));
  return Math.max(Number(pace), spentMicros + reservedMicros);
}

/** Whole numbers of at least 0, rounded up. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

function monthStart(at: Date, later: number): number {
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1);
}
