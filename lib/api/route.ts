import { bareContext, localContext, requestLimits } from "../container";
import { isReelgraphError, ReelgraphError } from "../core/errors";
import type { Context } from "../services/context";
import { assertLocalRequest } from "./local-guard";
import { problemResponse } from "./problem";
import { limitRequest } from "./request-limit";

export interface RouteCall<Params> {
  ctx: Context;
  request: Request;
  params: Params;
  query: Record<string, string>;
}

type Handler<Params> = (call: RouteCall<Params>) => Promise<Response>;
type NextHandler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/**
 * What every API route does around its own lines: guards local mode, builds the context, counts the request, turns failures into problem documents and logs
 * the answer. A failure nobody expected is logged with its stack and answered without one. `isBare`: it needs nobody's providers, and
 * answers without a database.
 */
export function route<Params = Record<string, never>>(
  handler: Handler<Params>,
  options: { isBare?: boolean } = {},
): NextHandler<Params> {
  return async (request, { params }) => {
    const url = new URL(request.url);
    const started = performance.now();
    let ctx: Context | null = null;
    let response: Response;
    let standing: Record<string, string> = {};
    try {
      assertLocalRequest(request.headers);
      ctx = options.isBare ? await bareContext() : await localContext({ isBrief: true });
      const { limiter, perMinute } = await requestLimits();
      const { method } = request;
      const { headers, refusal } = await limitRequest({
        ctx,
        limiter,
        perMinute,
        method,
        path: url.pathname,
      });
      standing = headers;
      if (refusal) throw refusal;
      const query = Object.fromEntries(url.searchParams);
      response = await handler({ ctx, request, params: await params, query });
    } catch (error) {
      response = problemResponse(asReelgraphError(error, ctx), url.pathname);
    }
    for (const [name, value] of Object.entries(standing)) response.headers.set(name, value);
    ctx?.log.info(
      {
        method: request.method,
        path: url.pathname,
        status: response.status,
        milliseconds: Math.round(performance.now() - started),
      },
      "request",
    );
    return response;
  };
}

/** A route without a tenant: guarded by its own secret, errors as everywhere. */
export function cronRoute(
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      return problemResponse(asReelgraphError(error, null), new URL(request.url).pathname);
    }
  };
}

function asReelgraphError(error: unknown, ctx: Context | null): ReelgraphError {
  if (isReelgraphError(error)) {
    if (["internal", "integrity", "configuration"].includes(error.code)) {
      ctx?.log.error({ code: error.code, error: error.message, stack: error.stack }, "request-failed");
    }
    return error;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  if (ctx) ctx.log.error({ stack }, "request-failed");
  else console.error(stack);
  return new ReelgraphError({
    code: "internal",
    message: "Something went wrong here. It is in the server's log.",
  });
}

/** A route that anyone may call and that checks for itself whom to believe: providers' callbacks. */
export function openRoute(
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return cronRoute(handler);
}

export function json(
  value: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(value), {
    status: init.status ?? 200,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...init.headers },
  });
}
