/** Requests of one key: in the window that is running, and in the one before it. */
export interface RequestCount {
  /** Start of the running window, milliseconds since 1970. */
  windowAt: number;
  requests: number;
  before: number;
}

export interface Allowance {
  isAllowed: boolean;
  /** Requests left at this moment. */
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
}

/**
 * A sliding window by two counters: the last window counts for as much of it as still lies within the span. A request that is refused
 * is not counted. `count` null: nothing was counted for this key.
 */
export function countRequest(options: {
  count: RequestCount | null;
  limit: number;
  spanMs: number;
  now: number;
}): { count: RequestCount; allowance: Allowance } {
  const { limit, spanMs, now } = options;
  const count = current(options.count, spanMs, now);
  const isAllowed = weight(count, spanMs, now) < limit;
  const next = isAllowed ? { ...count, requests: count.requests + 1 } : count;
  return { count: next, allowance: allowanceOf({ count: next, isAllowed, limit, spanMs, now }) };
}

/** What a key has left, given what is counted for it. */
export function allowanceOf(options: {
  count: RequestCount;
  isAllowed: boolean;
  limit: number;
  spanMs: number;
  now: number;
}): Allowance {
  const { isAllowed, limit, spanMs, now } = options;
  const count = current(options.count, spanMs, now);
  return {
    isAllowed,
    remaining: Math.max(0, Math.floor(limit - weight(count, spanMs, now))),
    resetSeconds: Math.max(1, Math.ceil((count.windowAt + spanMs - now) / 1_000)),
  };
}

export function windowStart(spanMs: number, now: number): number {
  return Math.floor(now / spanMs) * spanMs;
}

function current(count: RequestCount | null, spanMs: number, now: number): RequestCount {
  const windowAt = windowStart(spanMs, now);
  if (count === null || count.windowAt < windowAt - spanMs) return { windowAt, requests: 0, before: 0 };
  // A clock that is ahead elsewhere has begun the next one already.
  if (count.windowAt >= windowAt) return count;
  return { windowAt, requests: 0, before: count.requests };
}

function weight({ windowAt, requests, before }: RequestCount, spanMs: number, now: number): number {
  const elapsed = Math.min(1, Math.max(0, (now - windowAt) / spanMs));
  return before * (1 - elapsed) + requests;
}
