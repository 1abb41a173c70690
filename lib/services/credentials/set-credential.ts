import type { z } from "zod";
import type { CredentialView, credentialBodySchemas } from "../../api/contract/credentials";
import { type CredentialProvider, hintOf, type Secrets, sameAddress } from "../../core/credentials";
import { invalidInput } from "../../core/errors";
import { type Context, inTenant } from "../context";
import type { CredentialDesk } from "./credential-desk";
import { ownView } from "./list-credentials";
import { sealCredential } from "./sealed-credential";

type Bodies = { [Provider in CredentialProvider]: z.output<(typeof credentialBodySchemas)[Provider]> };

/** A provider with the body that belongs to it. */
export type NewCredential = {
  [Provider in CredentialProvider]: { provider: Provider; body: Bodies[Provider] };
}[CredentialProvider];

/**
 * Gives the workspace a key of its own, or another one. Runs under way use it from their next slice on. Throws `invalid-input` for an
 * address that requests may not go to, `configuration` where the server has nothing to encrypt with; then nothing is written.
 */
export async function setCredential(options: {
  ctx: Context;
  desk: CredentialDesk;
  input: NewCredential;
}): Promise<CredentialView> {
  const { ctx, desk, input } = options;
  const { provider } = input;
  const { workspaceId } = ctx;
  const { secrets, shown } =
    input.provider === "openai" ? await openaiSecrets(desk, input.body) : replicateSecrets(input.body);
  const place = { workspaceId, provider, version: ctx.ids.nonce() };
  const sealed = await sealCredential({ box: desk.box, place, secrets });
  const row = { ...place, ...sealed, hint: hintOf(shown), setAt: ctx.clock.now() };
  await inTenant(ctx, ({ credentials }) => credentials.put(row));
  desk.changed(workspaceId);
  ctx.log.info({ workspaceId, provider, actor: ctx.actor, keyId: sealed.keyId }, "credential-set");
  return await ownView({ desk, row });
}

async function openaiSecrets(
  desk: CredentialDesk,
  { apiKey, baseUrl }: Bodies["openai"],
): Promise<{ secrets: Secrets["openai"]; shown: string }> {
  const address = baseUrl ? await allowedAddress(desk, baseUrl) : null;
  return { secrets: { apiKey, baseUrl: address }, shown: apiKey };
}

function replicateSecrets({ apiToken, webhookSecret }: Bodies["replicate"]): {
  secrets: Secrets["replicate"];
  shown: string;
} {
  return { secrets: { apiToken, webhookSecret: webhookSecret ?? null }, shown: apiToken };
}

/** Of the open internet, or the one that the operator chose. */
async function allowedAddress(desk: CredentialDesk, baseUrl: string): Promise<string> {
  const allowed = desk.deployment.openai.baseUrl;
  const refuse = (why: string) =>
    invalidInput(
      "/baseUrl",
      `baseUrl: ${why}. Use the https address of a server on the open internet, such as https://llm.example.com/v1${allowed === null ? "" : ", or the one that this deployment uses itself"}.`,
    );
  if (!URL.canParse(baseUrl)) throw refuse("this is no address");
  const { href, search, hash } = new URL(baseUrl);
  if (search !== "" || hash !== "") throw refuse("an address here ends with its path");
  if (allowed !== null && sameAddress(href, allowed)) return allowed;
  const fault = await desk.faultOfAddress(href);
  if (fault !== null) throw refuse(fault);
  return href;
}
