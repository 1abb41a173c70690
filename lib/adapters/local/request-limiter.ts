import { countRequest, type RequestCount } from "../../core/limits/sliding-window";
import type { Clock } from "../../ports/clock";
import type { RequestLimiter } from "../../ports/request-limiter";

/** Keys that are remembered; who has not asked for longest is forgotten. */
const MOST_KEYS = 10_000;

/** In this process: right where one process answers all requests, as with the embedded database. */
export function createLocalRequestLimiter({ clock }: { clock: Clock }): RequestLimiter {
  const counts = new Map<string, RequestCount>();
  return {
    async take({ key, policy }) {
      const id = `${policy.name} ${key}`;
      const spanMs = policy.seconds * 1_000;
      const known = counts.get(id) ?? null;
      const now = clock.now().getTime();
      const { count, allowance } = countRequest({ count: known, limit: policy.requests, spanMs, now });
      counts.delete(id);
      counts.set(id, count);
      const [oldest] = counts.keys();
      if (counts.size > MOST_KEYS && oldest !== undefined) counts.delete(oldest);
      return allowance;
    },
  };
}
