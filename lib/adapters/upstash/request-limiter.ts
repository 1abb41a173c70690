import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import type { Clock } from "../../ports/clock";
import type { RequestLimiter, RequestPolicy } from "../../ports/request-limiter";

/** A request does not wait longer than that to be counted. */
const WITHIN_MS = 1_000;

/** In Redis behind Upstash's REST interface, for all processes and regions that share it. */
export function createUpstashRequestLimiter(options: {
  url: string;
  token: string;
  clock: Clock;
}): RequestLimiter {
  const { url, token, clock } = options;
  const redis = new Redis({
    url,
    token,
    enableTelemetry: false,
    retry: false,
    // What is not answered is not waited for, and keeps no connection.
    signal: () => AbortSignal.timeout(WITHIN_MS),
  });
  const limiters = new Map<string, Ratelimit>();
  const limiterOf = ({ name, requests, seconds }: RequestPolicy) => {
    const id = `${name} ${requests} ${seconds}`;
    const limiter =
      limiters.get(id) ??
      new Ratelimit({
        redis,
        limiter: Ratelimit.slidingWindow(requests, `${seconds} s`),
        prefix: `reelgraph:${name}`,
        // What cannot be counted in time throws, so that whoever asks decides what that means.
        timeout: 0,
      });
    limiters.set(id, limiter);
    return limiter;
  };
  return {
    async take({ key, policy }) {
      const counted = limiterOf(policy).limit(key);
      const late = new AbortController();
      const overdue = clock.sleep(WITHIN_MS, late.signal).then(() => null);
      const answer = await Promise.race([counted, overdue]);
      late.abort();
      if (answer === null) {
        counted.catch(() => {});
        throw new Error(`Redis did not answer within ${WITHIN_MS} ms.`);
      }
      return {
        isAllowed: answer.success,
        remaining: Math.max(0, answer.remaining),
        resetSeconds: Math.max(1, Math.ceil((answer.reset - clock.now().getTime()) / 1_000)),
      };
    },
  };
}
