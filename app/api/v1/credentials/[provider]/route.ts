import { credentialBodySchemas, credentialProviderSchema } from "../../../../../lib/api/contract/credentials";
import { checkShape, parseSecretJson, readBody } from "../../../../../lib/api/read-json";
import { json, route } from "../../../../../lib/api/route";
import { credentialDesk } from "../../../../../lib/container";
import { ReelgraphError } from "../../../../../lib/core/errors";
import { removeCredential } from "../../../../../lib/services/credentials/remove-credential";
import { setCredential } from "../../../../../lib/services/credentials/set-credential";

export const dynamic = "force-dynamic";

export const PUT = route<{ provider: string }>(async ({ ctx, request, params }) => {
  const provider = providerOf(params.provider);
  const body = parseSecretJson(await readBody(request, ["application/json"]));
  const input =
    provider === "openai"
      ? { provider, body: checkShape(credentialBodySchemas.openai, body) }
      : { provider, body: checkShape(credentialBodySchemas.replicate, body) };
  return json(await setCredential({ ctx, desk: await credentialDesk(), input }));
});

export const DELETE = route<{ provider: string }>(async ({ ctx, params }) => {
  const provider = providerOf(params.provider);
  await removeCredential({ ctx, desk: await credentialDesk(), input: { provider } });
  return new Response(null, { status: 204 });
});

/** A provider nobody has is an address that is not there. */
function providerOf(name: string) {
  const parsed = credentialProviderSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  const message = "There are credentials of openai and replicate alone.";
  throw new ReelgraphError({ code: "not-found", message });
}
