import { ReelgraphError } from "../core/errors";
import type { RequestLimiter, RequestPolicy } from "../ports/request-limiter";
import type { Context } from "../services/context";

/** What begins work that may be paid for. */
const SPENDING = /^\/api\/v1\/videos(?:\/[^/]+\/(?:runs|exports))?$/;

/** Of the requests a minute that may read, so many may change something, and so many may begin work. */
const WRITES = 1 / 10;
const SPENDS = 1 / 50;

/** The limit a request falls under: `perMinute` reads, a tenth of it changes, a fiftieth starts of work. */
export function requestPolicy(method: string, path: string, perMinute: number): RequestPolicy {
  const seconds = 60;
  const share = (part: number) => Math.max(1, Math.floor(perMinute * part));
  if (method === "GET" || method === "HEAD") return { name: "read", requests: perMinute, seconds };
  if (method === "POST" && SPENDING.test(path)) return { name: "spend", requests: share(SPENDS), seconds };
  return { name: "write", requests: share(WRITES), seconds };
}

/**
 * Counts a request and says how it stands (draft-ietf-httpapi-ratelimit-headers): the headers of its answer, and a refusal if there
 * were too many. Requests that cannot be counted are let in (ADR 0022): what keeps money is the ceiling, which is in the ledger.
 */
export async function limitRequest(options: {
  ctx: Context;
  limiter: RequestLimiter;
  perMinute: number;
  method: string;
  path: string;
}): Promise<{ headers: Record<string, string>; refusal: ReelgraphError | null }> {
  const { ctx, limiter, perMinute, method, path } = options;
  if (perMinute === 0) return { headers: {}, refusal: null };
  const policy = requestPolicy(method, path, perMinute);
  try {
    const { isAllowed, remaining, resetSeconds } = await limiter.take({
      key: `${ctx.workspaceId} ${ctx.actor}`,
      policy,
    });
    const headers = {
      "ratelimit-policy": `"${policy.name}";q=${policy.requests};w=${policy.seconds}`,
      ratelimit: `"${policy.name}";r=${remaining};t=${resetSeconds}`,
    };
    return { headers, refusal: isAllowed ? null : tooMany(policy, resetSeconds) };
  } catch (error) {
    ctx.log.warn({ error: String(error), path }, "request-not-counted");
    return { headers: {}, refusal: null };
  }
}

function tooMany({ name, requests, seconds }: RequestPolicy, retryAfterSeconds: number): ReelgraphError {
  const what = { read: "requests", write: "changes", spend: "starts of work" }[name];
  return new ReelgraphError({
    code: "rate-limited",
    message: `More than ${requests} ${what} in ${seconds} seconds. Try again in ${retryAfterSeconds} seconds.`,
    retryable: true,
    retryAfterSeconds,
  });
}
