import type { Allowance } from "../core/limits/sliding-window";

/** So many requests in any so many seconds, by name. */
export interface RequestPolicy {
  name: "read" | "write" | "spend";
  requests: number;
  seconds: number;
}

/** Counts what callers ask of this API (not what is asked of providers), for all processes that share it. */
export interface RequestLimiter {
  /** Counts one request of a key, if it is allowed. Throws when it cannot count. */
  take(options: { key: string; policy: RequestPolicy }): Promise<Allowance>;
}

export interface RequestCountRepository {
  take(options: { key: string; limit: number; spanMs: number; at: Date }): Promise<Allowance>;
}
