import { ReelgraphError } from "../core/errors";
import type { Context } from "../services/context";
import type { IdempotentRequest } from "../services/idempotently";

const MAX_KEY = 255;

/** The request's `Idempotency-Key`, if it has one; over 255 characters is 400 (api.md, Errors). */
export function idempotencyOf(options: {
  ctx: Context;
  request: Request;
  route: string;
  body: string;
}): IdempotentRequest | null {
  const { ctx, request, route, body } = options;
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (key === "" || key.length > MAX_KEY) {
    throw new ReelgraphError({
      code: "invalid-header",
      message: `Idempotency-Key: use 1 to ${MAX_KEY} characters.`,
    });
  }
  return { route, key, bodyHash: ctx.hash(body) };
}
