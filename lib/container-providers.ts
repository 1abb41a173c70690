import type OpenAI from "openai";
import { createGuardedFetch } from "./adapters/http/guarded-fetch";
import { createSafeDownloader } from "./adapters/http/safe-downloader";
import { nodeSha256 } from "./adapters/node/sha256";
import { systemClock } from "./adapters/node/system-clock";
import { openaiCatalogue } from "./adapters/openai/catalogue";
import { createOpenaiClient } from "./adapters/openai/client";
import { failureOf } from "./adapters/openai/failure-of";
import { createOpenaiGenerator } from "./adapters/openai/generator";
import { createOpenaiModerator } from "./adapters/openai/moderator";
import { createReplicateClient } from "./adapters/replicate/client";
import { createReplicateGenerator } from "./adapters/replicate/generator";
import { studioCatalogue } from "./adapters/studio/catalogue";
import type { Config } from "./config/config";
import { configuredModels } from "./config/configured-models";
import { TIMINGS_MODEL } from "./core/catalogue/model-choices";
import { type CredentialProvider, type Secrets, sameAddress } from "./core/credentials";
import type { ModelChoice } from "./core/plan/types";
import { GeneratorFailure } from "./core/run/failure";
import type { Catalogue } from "./ports/catalogue";
import type { Generator } from "./ports/generator";
import type { Moderator } from "./ports/moderator";
import type { Ports } from "./services/context";

/** Requests at a time to begin with; what a provider shows of its limits moves them. */
const OPENAI_SLOTS = 5;
const REPLICATE_SLOTS = 2;
const MODERATION_MS = 20_000;
const LABELS: Record<CredentialProvider, string> = { openai: "OpenAI", replicate: "Replicate" };

/** Who makes what with which keys, and what can be chosen therefore. */
export type Providers = Pick<Ports, "generators" | "models" | "catalogue">;

/** Whose key a provider's work is done with, or why with none. */
export type Account<Provider extends CredentialProvider> =
  | { kind: "deployment" | "workspace"; secrets: Secrets[Provider] }
  | { kind: "none" }
  | { kind: "unreadable"; reason: string };

export type Accounts = { [Provider in CredentialProvider]: Account<Provider> };

export interface ProviderShop {
  /** The deployment's own accounts. */
  accounts: Accounts;
  /** Clients for these accounts; the deployment's are made once. */
  open(accounts: Accounts): Providers;
  /** What runs may have been planned with that these accounts would not choose. */
  otherModels: NonNullable<Ports["otherModels"]>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The deployment's secrets are read here, handed to clients, and kept nowhere else. `offline`: who needs no account. */
export function createProviderShop(options: {
  config: Config;
  env: Environment;
  offline: readonly Generator[];
}): ProviderShop {
  const { config, env, offline } = options;
  const accounts: Accounts = {
    openai: env.OPENAI_API_KEY
      ? { kind: "deployment", secrets: { apiKey: env.OPENAI_API_KEY, baseUrl: null } }
      : { kind: "none" },
    replicate: env.REPLICATE_API_TOKEN
      ? {
          kind: "deployment",
          secrets: {
            apiToken: env.REPLICATE_API_TOKEN,
            webhookSecret: env.REPLICATE_WEBHOOK_SECRET || null,
          },
        }
      : { kind: "none" },
  };
  const own = openaiDesk(config, accounts.openai, accounts);
  const now = systemClock.now();
  const everyModel = [true, false].map((has) =>
    configuredModels({ config, now, has: { openai: has, replicate: has } }),
  );
  return {
    accounts,
    open(given) {
      const openai = given.openai === accounts.openai ? own : openaiDesk(config, given.openai, given);
      // Whoever pays for the pictures has what they are made from looked at: a workspace must not bring a server that lets all pass.
      const isOursAtReplicate = given.replicate.kind === "deployment";
      const moderator =
        (isOursAtReplicate ? own.moderator : openai.moderator) ?? own.moderator ?? openai.moderator;
      const models = configuredModels({
        config,
        now: systemClock.now(),
        has: { openai: given.openai.kind !== "none", replicate: given.replicate.kind !== "none" },
      });
      const generators = [
        ...offline,
        openai.generator,
        replicateGenerator({ config, account: given.replicate, accounts: given, moderator }),
      ];
      return {
        generators: new Map(generators.map((generator) => [generator.provider, generator])),
        models,
        catalogue: catalogueOf(models),
      };
    },
    otherModels: Object.fromEntries(
      Object.keys(everyModel[0] ?? {}).map((genId) => [
        genId,
        everyModel.flatMap((models) => models[genId] ?? []),
      ]),
    ),
  };
}

interface OpenaiDesk {
  generator: Generator;
  /** Null: nobody can be asked. */
  moderator: Moderator | null;
}

const guardedFetch = createGuardedFetch();

function openaiDesk(config: Config, account: Account<"openai">, accounts: Accounts): OpenaiDesk {
  const { openai, providerTimeoutMs: timeoutCapMs } = config;
  const { secrets, advice } = secretsOf("openai", account, { apiKey: "none", baseUrl: null });
  const { apiKey } = secrets;
  const baseUrl = secrets.baseUrl ?? openai.baseUrl;
  const isForeign =
    secrets.baseUrl !== null && !(openai.baseUrl && sameAddress(secrets.baseUrl, openai.baseUrl));
  const client: OpenAI = createOpenaiClient({
    apiKey,
    baseUrl,
    ...(isForeign ? { fetch: guardedFetch } : {}),
  });
  const hidden = secretsIn(accounts);
  const failure = (error: unknown) =>
    failureOf(error, { now: Date.now(), hidden, ...(advice ? { keyAdvice: advice } : {}) });
  const timeoutMs = Math.min(MODERATION_MS, timeoutCapMs ?? MODERATION_MS);
  const moderator = createOpenaiModerator({ client, failure, timeoutMs });
  const generator = createOpenaiGenerator({
    client,
    textApi: openai.textApi,
    moderator,
    failure,
    timingsModel: TIMINGS_MODEL,
    timeoutCapMs,
    account: accountOf(apiKey, baseUrl),
    limit: Math.min(OPENAI_SLOTS, openai.maxRequests),
    most: openai.maxRequests,
  });
  return isUsable(account)
    ? { generator, moderator }
    : { generator: idle(generator, account), moderator: null };
}

function replicateGenerator(options: {
  config: Config;
  account: Account<"replicate">;
  accounts: Accounts;
  moderator: Moderator | null;
}): Generator {
  const { config, account, accounts, moderator } = options;
  const { openai, replicate, publicUrl, providerTimeoutMs: timeoutCapMs } = config;
  const none = { apiToken: "none", webhookSecret: null };
  const { secrets, advice } = secretsOf("replicate", account, none);
  const { apiToken, webhookSecret } = secrets;
  const bases = [openai.hasKey ? openai.baseUrl : null, replicate.baseUrl];
  const generator = createReplicateGenerator({
    client: createReplicateClient({
      token: apiToken,
      baseUrl: replicate.baseUrl,
      hidden: secretsIn(accounts),
      now: () => Date.now(),
      ...(advice ? { keyAdvice: advice } : {}),
    }),
    // Outputs of a server that the operator runs lie on that server; of one that a workspace chose, nothing does.
    downloader: createSafeDownloader({
      trusted: bases.flatMap((url) => (url === null ? [] : [new URL(url).host])),
    }),
    moderator,
    clock: systemClock,
    // A workspace's callbacks can only be checked with its own secret.
    publicUrl: account.kind === "workspace" && webhookSecret === null ? null : publicUrl,
    timeoutCapMs,
    account: accountOf(apiToken, replicate.baseUrl),
    limit: Math.min(REPLICATE_SLOTS, replicate.maxRequests),
    most: replicate.maxRequests,
  });
  return isUsable(account) ? generator : idle(generator, account);
}

function isUsable<Provider extends CredentialProvider>(
  account: Account<Provider>,
): account is Extract<Account<Provider>, { secrets: unknown }> {
  return account.kind === "deployment" || account.kind === "workspace";
}

function secretsOf<Provider extends CredentialProvider>(
  provider: Provider,
  account: Account<Provider>,
  otherwise: Secrets[Provider],
): { secrets: Secrets[Provider]; advice: string | null } {
  const secrets = isUsable(account) ? account.secrets : otherwise;
  const advice = `It is this workspace's own: set it again (reelgraph credentials set ${provider}).`;
  return { secrets, advice: account.kind === "workspace" ? advice : null };
}

/**
 * A provider without a usable key, for runs that were planned when there was one: it buys nothing and says why. What it had accepted is
 * asked for again for as long as it is kept, because a key may be given back.
 */
function idle(
  generator: Generator,
  account: { kind: "none" } | { kind: "unreadable"; reason: string },
): Generator {
  const { provider } = generator;
  const label = LABELS[provider as CredentialProvider];
  const message =
    account.kind === "unreadable"
      ? `This workspace's key for ${label} cannot be decrypted: ${account.reason}. Nothing was bought.`
      : `There is no key for ${label} any more, neither of this workspace nor of the deployment. Nothing was bought. Set one (reelgraph credentials set ${provider}), or start another run, which is planned without it.`;
  const providerErrorCode = account.kind === "unreadable" ? "credential-unreadable" : "no-credential";
  const refuse = async (): Promise<never> => {
    throw new Error(message);
  };
  return {
    ...generator,
    async submit() {
      throw new GeneratorFailure({ failureClass: "permanent", providerErrorCode, message });
    },
    check: refuse,
    find: refuse,
    cancel: refuse,
  };
}

/** Nobody's message repeats any of them. */
function secretsIn({ openai, replicate }: Accounts): string[] {
  return [
    ...(isUsable(openai) ? [openai.secrets.apiKey] : []),
    ...(isUsable(replicate) ? [replicate.secrets.apiToken, replicate.secrets.webhookSecret ?? ""] : []),
  ].filter((secret) => secret !== "");
}

/** Another key, or another server, has other limits: a window of its own. Nobody can tell the key from it. */
function accountOf(secret: string, baseUrl: string | null): string {
  const digest = nodeSha256(new TextEncoder().encode(`${baseUrl ?? ""}\n${secret}`));
  return `:${digest.slice(0, 8)}`;
}

/** What can be chosen with these providers: the voices are those of whoever speaks; any style can be asked for in words. */
function catalogueOf(models: Readonly<Record<string, ModelChoice>>): Catalogue {
  const used = new Set(Object.values(models).map(({ provider }) => provider));
  const speech = models.AudioGen?.provider === "openai" ? openaiCatalogue : studioCatalogue;
  const replicate = { id: "replicate", label: LABELS.replicate, offline: false };
  const known = [...openaiCatalogue.providers, replicate, ...studioCatalogue.providers];
  return {
    providers: known.filter(({ id }) => used.has(id)),
    voices: speech.voices,
    styles: studioCatalogue.styles,
    languages: speech.languages,
    hasVoice: speech.hasVoice,
  };
}
