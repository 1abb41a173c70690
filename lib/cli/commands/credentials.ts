import {
  type CredentialView,
  credentialListSchema,
  credentialProviderSchema,
  credentialSchema,
} from "../../api/contract/credentials";
import type { CredentialProvider } from "../../core/credentials";
import { type CliContext, printJson } from "../context";
import { EXIT, type ExitCode, usageError } from "../exit";
import { createApiClient } from "../http/api-client";
import type { Connection } from "../http/connection";
import { type AskedSecret, readSecrets } from "../inputs/read-secrets";
import { withServer } from "../server";
import { formatTable } from "../terminal/table";

type Flags = Readonly<Record<string, unknown>>;

interface OfProvider {
  context: CliContext;
  /** As it was typed. */
  provider: string;
  flags: Flags;
}

const PATH = "/api/v1/credentials";
const ASKED: Record<CredentialProvider, readonly AskedSecret[]> = {
  openai: [{ label: "OpenAI API key" }],
  replicate: [
    { label: "Replicate API token" },
    { label: "Secret that Replicate signs callbacks with, whsec_…", isOptional: true },
  ],
};

/** `credentials set`: the workspace's own key of a provider. */
export async function setCredential(options: OfProvider): Promise<ExitCode> {
  const { context, flags } = options;
  const provider = providerOf(options.provider);
  const { baseUrl } = flags;
  if (baseUrl !== undefined && provider !== "openai") {
    throw usageError("--base-url is for openai: Replicate's requests go where the deployment's do.");
  }
  const [secret, second] = await readSecrets(context, ASKED[provider]);
  const body =
    provider === "openai"
      ? { apiKey: secret, ...(typeof baseUrl === "string" ? { baseUrl } : {}) }
      : { apiToken: secret, ...(second ? { webhookSecret: second } : {}) };
  const set = await withServer({ context, url: urlOf(flags) }, async (server) => {
    assertPrivate(server);
    const api = createApiClient(server, context.signal);
    return await api.put({ path: `${PATH}/${provider}`, body, schema: credentialSchema });
  });
  if (flags.json) printJson(context, set);
  else context.talk(`  ${provider}: ${wordsOf(set)}`);
  return EXIT.ok;
}

/** `credentials list`: whose keys are used. */
export async function listCredentials(options: { context: CliContext; flags: Flags }): Promise<ExitCode> {
  const { context, flags } = options;
  const list = await withServer({ context, url: urlOf(flags) }, async (server) =>
    createApiClient(server, context.signal).get(PATH, credentialListSchema),
  );
  if (flags.json) {
    printJson(context, list);
    return EXIT.ok;
  }
  const rows = list.data.map((view) => [view.provider, wordsOf(view)]);
  context.print(`${formatTable({ columns: [{ header: "" }, { header: "" }], rows }).join("\n")}\n`);
  return EXIT.ok;
}

/** `credentials remove`: back to the deployment's, or to none. */
export async function removeCredential(options: OfProvider): Promise<ExitCode> {
  const { context, flags } = options;
  const provider = providerOf(options.provider);
  const left = await withServer({ context, url: urlOf(flags) }, async (server) => {
    const api = createApiClient(server, context.signal);
    await api.remove(`${PATH}/${provider}`);
    return (await api.get(PATH, credentialListSchema)).data.find((view) => view.provider === provider);
  });
  if (flags.json) printJson(context, left ?? null);
  else context.talk(`  ${provider}: ${left ? wordsOf(left) : "removed"}`);
  return EXIT.ok;
}

function wordsOf({ source, hint, setAt, baseUrl, callbacks, problem }: CredentialView): string {
  if (source === "none") return "no key: the offline studio does its work";
  if (source === "deployment") return "the deployment's key";
  return [
    `the workspace's own${hint === null ? "" : `, …${hint}`}`,
    ...(setAt === null ? [] : [`set ${setAt.slice(0, 10)}`]),
    ...(baseUrl === null ? [] : [`at ${baseUrl}`]),
    ...(callbacks ? ["with callbacks"] : []),
    ...(problem === null ? [] : [problem]),
  ].join(", ");
}

function providerOf(name: string): CredentialProvider {
  const parsed = credentialProviderSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  throw usageError(
    "The provider must be openai or replicate.",
    "A key is no argument: it is asked for, or read from stdin.",
  );
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whoever is on the way reads what goes over plain http. */
function assertPrivate({ url }: Connection): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || LOOPBACK.test(hostname)) return;
  throw usageError(`A key is not sent to ${url}: it is not https.`, "Use the server's https address.");
}

function urlOf(flags: Flags): string | undefined {
  return typeof flags.url === "string" ? flags.url : undefined;
}
