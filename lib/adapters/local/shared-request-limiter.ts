import type { Clock } from "../../ports/clock";
import type { Database } from "../../ports/database";
import type { RequestLimiter } from "../../ports/request-limiter";

/** In the database, for all processes that share it. */
export function createSharedRequestLimiter(options: { database: Database; clock: Clock }): RequestLimiter {
  const { database, clock } = options;
  return {
    async take({ key, policy }) {
      return await database.system(({ requestCounts }) =>
        requestCounts.take({
          key: `${policy.name} ${key}`,
          limit: policy.requests,
          spanMs: policy.seconds * 1_000,
          at: clock.now(),
        }),
      );
    },
  };
}
