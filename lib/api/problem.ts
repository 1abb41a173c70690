import type { ErrorCode, ReelgraphError } from "../core/errors";
import type { Problem } from "./contract/common";

/** Code → HTTP status and title: the only table of that kind (house style 5). */
export const PROBLEMS: Record<ErrorCode, { status: number; title: string }> = {
  "invalid-input": { status: 422, title: "Invalid input" },
  "invalid-json": { status: 400, title: "Malformed JSON" },
  "invalid-header": { status: 400, title: "Invalid header" },
  "body-too-large": { status: 413, title: "Body too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  unauthorized: { status: 401, title: "Unauthorized" },
  forbidden: { status: 403, title: "Forbidden" },
  "forbidden-origin": { status: 403, title: "Forbidden origin" },
  conflict: { status: 409, title: "Conflict" },
  "run-active": { status: 409, title: "A run is active" },
  "precondition-required": { status: 428, title: "Precondition required" },
  "precondition-failed": { status: 412, title: "Precondition failed" },
  "idempotency-mismatch": { status: 422, title: "Idempotency key used for another request" },
  "ceiling-reached": { status: 402, title: "Ceiling reached" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "pin-conflict": { status: 422, title: "Contradicting pin" },
  "unknown-selector": { status: 422, title: "Unknown selector" },
  "blueprint-invalid": { status: 500, title: "Invalid blueprint" },
  "not-canonical": { status: 422, title: "Not representable as canonical JSON" },
  "stale-epoch": { status: 409, title: "Taken over by another executor" },
  integrity: { status: 500, title: "Integrity fault" },
  "unknown-schema": { status: 500, title: "Unknown document version" },
  "data-dir-locked": { status: 503, title: "Data directory in use" },
  configuration: { status: 500, title: "Configuration fault" },
  "store-unavailable": { status: 503, title: "Object store unavailable" },
  "database-unavailable": { status: 503, title: "Database unavailable" },
  "decoder-unavailable": { status: 503, title: "Media decoder unavailable" },
  "provider-failed": { status: 502, title: "Provider failed" },
  "render-failed": { status: 500, title: "Render failed" },
  internal: { status: 500, title: "Internal error" },
};

/** An error as RFC 9457 says it. `instance` is the path asked for. */
export function toProblem(error: ReelgraphError, instance: string): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    // First: an extra never stands in for a member that RFC 9457 names.
    ...(error.details ?? {}),
    type: `urn:reelgraph:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    instance,
    code: error.code,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  };
}

export function problemResponse(error: ReelgraphError, instance: string): Response {
  const problem = toProblem(error, instance);
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (error.retryAfterSeconds !== undefined) headers.set("retry-after", String(error.retryAfterSeconds));
  if (problem.status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
