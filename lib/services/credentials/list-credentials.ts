import type { CredentialView } from "../../api/contract/credentials";
import { CREDENTIAL_PROVIDERS, type CredentialProvider } from "../../core/credentials";
import type { CredentialRow } from "../../ports/credentials";
import { type Context, inTenant } from "../context";
import type { CredentialDesk } from "./credential-desk";
import { openCredential } from "./sealed-credential";

/** Which key each provider's work in this workspace is done with. Never a key itself. */
export async function listCredentials(options: {
  ctx: Context;
  desk: CredentialDesk;
}): Promise<{ data: CredentialView[] }> {
  const { ctx, desk } = options;
  const rows = await inTenant(ctx, ({ credentials }) => credentials.all());
  return {
    data: await Promise.all(
      CREDENTIAL_PROVIDERS.map(async (provider) => {
        const row = rows.find((candidate) => candidate.provider === provider);
        return row ? await ownView({ desk, row }) : otherView({ desk, provider });
      }),
    ),
  };
}

export async function ownView(options: {
  desk: CredentialDesk;
  row: CredentialRow;
}): Promise<CredentialView> {
  const { desk, row } = options;
  const { provider, hint, setAt } = row;
  const opened = await openCredential({ box: desk.box, row });
  const secrets = opened.kind === "opened" ? opened.secrets : null;
  return {
    provider,
    source: "workspace",
    hint,
    setAt: setAt.toISOString(),
    baseUrl: secrets && "baseUrl" in secrets ? secrets.baseUrl : null,
    callbacks: secrets !== null && "webhookSecret" in secrets && secrets.webhookSecret !== null,
    problem: opened.kind === "unreadable" ? `It cannot be decrypted: ${opened.reason}.` : null,
  };
}

function otherView(options: { desk: CredentialDesk; provider: CredentialProvider }): CredentialView {
  const { desk, provider } = options;
  const source = desk.deployment[provider].hasKey ? "deployment" : "none";
  return { provider, source, hint: null, setAt: null, baseUrl: null, callbacks: false, problem: null };
}
