import type { CredentialProvider } from "../../core/credentials";
import { ReelgraphError } from "../../core/errors";
import { type Context, inTenant } from "../context";
import type { CredentialDesk } from "./credential-desk";

/**
 * Takes the workspace's own key away; from then on the deployment's is used, if there is one. Runs under way see it from their next slice
 * on. Throws `not-found` when the workspace has none.
 */
export async function removeCredential(options: {
  ctx: Context;
  desk: CredentialDesk;
  input: { provider: CredentialProvider };
}): Promise<void> {
  const { ctx, desk, input } = options;
  const { provider } = input;
  const isGone = await inTenant(ctx, ({ credentials }) => credentials.remove(provider));
  desk.changed(ctx.workspaceId);
  if (!isGone) {
    throw new ReelgraphError({
      code: "not-found",
      message: `This workspace has no credential of its own for ${provider}.`,
    });
  }
  ctx.log.info({ workspaceId: ctx.workspaceId, provider, actor: ctx.actor }, "credential-removed");
}
