import { ReelgraphError } from "../core/errors";
import type { StoredAnswer, TenantRepositories } from "../ports/database";
import { type Context, inTenant } from "./context";

/** A request that carried an `Idempotency-Key`. `route` scopes the key, `bodyHash` tells another request from the same one. */
export interface IdempotentRequest {
  route: string;
  key: string;
  bodyHash: string;
}

/**
 * Does `work` and stores its answer in one transaction, so that a crash leaves both or neither: the same key and body get the same answer
 * byte for byte and nothing is done twice (api.md, Errors). `fresh` is null when the answer came from the store. A twin that arrives
 * meanwhile waits for the first one's transaction and gets its answer.
 */
export async function idempotently<T>(options: {
  ctx: Context;
  request: IdempotentRequest | null;
  work: (repositories: TenantRepositories) => Promise<T>;
  render: (value: T) => StoredAnswer;
}): Promise<{ answer: StoredAnswer; fresh: T | null }> {
  const { ctx, request, work, render } = options;
  return await inTenant(ctx, async (repositories) => {
    if (request) {
      const begun = await repositories.idempotency.begin({ ...request, at: ctx.clock.now() });
      if (begun.kind === "stored") return { answer: begun.answer, fresh: null };
      if (begun.kind === "mismatch") {
        throw new ReelgraphError({
          code: "idempotency-mismatch",
          message: "This Idempotency-Key was used with another body. Use a new key for a new request.",
        });
      }
    }
    const fresh = await work(repositories);
    const answer = render(fresh);
    if (request) await repositories.idempotency.finish({ ...request, answer });
    return { answer, fresh };
  });
}
