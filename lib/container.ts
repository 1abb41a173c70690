import path from "node:path";
import { createTarGzip } from "./adapters/archive/tar-gzip";
import { createDiskObjectStore } from "./adapters/disk/object-store";
import { resolveBinaries } from "./adapters/ffmpeg/binaries";
import { createFfmpegProbe } from "./adapters/ffmpeg/probe";
import { createFfmpegRenderer } from "./adapters/ffmpeg/renderer";
import { createWorkerPool } from "./adapters/ffmpeg/worker-pool";
import { createSafeDownloader } from "./adapters/http/safe-downloader";
import { createLocalRequestLimiter } from "./adapters/local/request-limiter";
import { createSharedRequestLimiter } from "./adapters/local/shared-request-limiter";
import { createTimelineAssembler } from "./adapters/local/timeline-assembler";
import { createBackupFolder } from "./adapters/node/backup-folder";
import { createLogger } from "./adapters/node/pino-logger";
import { createProcessSignals } from "./adapters/node/process-signals";
import { randomIds } from "./adapters/node/random-ids";
import { nodeSha256 } from "./adapters/node/sha256";
import { systemClock } from "./adapters/node/system-clock";
import { openaiCatalogue } from "./adapters/openai/catalogue";
import { createOpenaiClient } from "./adapters/openai/client";
import { failureOf } from "./adapters/openai/failure-of";
import { createOpenaiGenerator } from "./adapters/openai/generator";
import { createOpenaiModerator } from "./adapters/openai/moderator";
import { createOtlpTracer } from "./adapters/otel/otlp-tracer";
import { openPg } from "./adapters/postgres/open-pg";
import { openPglite } from "./adapters/postgres/open-pglite";
import { openVercel } from "./adapters/postgres/open-vercel";
import { createReplicateClient } from "./adapters/replicate/client";
import { createReplicateGenerator } from "./adapters/replicate/generator";
import { createReplicateWebhookVerifier } from "./adapters/replicate/verify-webhook";
import { studioCatalogue } from "./adapters/studio/catalogue";
import { createStudioGenerator } from "./adapters/studio/generator";
import { PredictionStore } from "./adapters/studio/predictions";
import { createStudioPool } from "./adapters/studio/studio-pool";
import { type Config, loadConfig } from "./config/config";
import { configuredModels } from "./config/configured-models";
import { TIMINGS_MODEL } from "./core/catalogue/model-choices";
import { LOCAL_WORKSPACE_ID, type WorkspaceId } from "./core/ids";
import type { ModelChoice } from "./core/plan/types";
import type { Archives } from "./ports/archive";
import type { BackupShelf } from "./ports/backup-shelf";
import type { Catalogue } from "./ports/catalogue";
import type { Clock } from "./ports/clock";
import type { Database } from "./ports/database";
import type { Generator } from "./ports/generator";
import { noTracer } from "./ports/no-tracer";
import type { ObjectStore } from "./ports/object-store";
import type { RequestLimiter } from "./ports/request-limiter";
import type { WebhookVerifier } from "./ports/webhook-verifier";
import type { Context, Ports } from "./services/context";

/**
 * The only place that chooses adapters. One container per process: development reloads modules, and a second embedded database on the
 * same directory would lose rows, so it hangs on globalThis and opens lazily (stack.md).
 */
interface Container {
  config: Config;
  ports: Promise<Ports>;
  limiter?: RequestLimiter;
}

/** Requests at a time to begin with; what a provider shows of its limits moves them. */
const OPENAI_SLOTS = 5;
const REPLICATE_SLOTS = 2;
const MODERATION_MS = 20_000;
const REPLICATE = { id: "replicate", label: "Replicate", offline: false };

const SLOT = Symbol.for("reelgraph.container");
const shared = globalThis as typeof globalThis & { [SLOT]?: Container };

export function getConfig(): Config {
  return container().config;
}

export async function getPorts(): Promise<Ports> {
  return await container().ports;
}

/** Checks a provider's callbacks. The secret is read here and kept nowhere else. */
export function webhookVerifier(): WebhookVerifier {
  const secret = process.env.REPLICATE_WEBHOOK_SECRET;
  return createReplicateWebhookVerifier({ secret: secret || null, now: () => systemClock.now() });
}

/** A context in the given workspace, for steps and routes. */
export async function contextFor(options: { workspaceId: WorkspaceId; actor: string }): Promise<Context> {
  return { ...(await getPorts()), ...options };
}

/** Local mode's context: its one workspace. */
export async function localContext(): Promise<Context> {
  return await contextFor({ workspaceId: LOCAL_WORKSPACE_ID, actor: "local" });
}

/** How callers' requests are counted: in Redis if there is one, else where the rows are; this process alone where it owns them. */
export async function requestLimits(): Promise<{ limiter: RequestLimiter; perMinute: number }> {
  const { config } = container();
  const { database, clock } = await getPorts();
  const made = container();
  made.limiter ??= await openRequestLimiter(config, process.env, database, clock);
  return { limiter: made.limiter, perMinute: config.requestsPerMinute };
}

async function openRequestLimiter(
  config: Config,
  env: Environment,
  database: Database,
  clock: Clock,
): Promise<RequestLimiter> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if (url && token) {
    const { createUpstashRequestLimiter } = await import("./adapters/upstash/request-limiter");
    return createUpstashRequestLimiter({ url, token, clock });
  }
  if (config.database.driver === "pglite") return createLocalRequestLimiter({ clock });
  return createSharedRequestLimiter({ database, clock });
}

/**
 * For a command that works on the installation itself, without a server: what its environment names, which is not this process's own.
 * Whoever calls it holds the data directory, if the configuration says that it owns it, and closes the database.
 */
export async function openInstallation(config: Config, env: Environment): Promise<Context> {
  return { ...(await openPorts(config, env)), workspaceId: LOCAL_WORKSPACE_ID, actor: "local" };
}

/** What backups are packed with. */
export function getArchives(): Archives {
  return createTarGzip();
}

/** Where this server keeps daily backups; null: it makes none by itself. */
export function getBackupShelf(): BackupShelf | null {
  const { directory } = getConfig().backups;
  return directory === null ? null : createBackupFolder(directory);
}

function container(): Container {
  if (!shared[SLOT]) {
    const config = loadConfig({ env: process.env, projectRoot: process.cwd() });
    shared[SLOT] = { config, ports: openPorts(config, process.env) };
  }
  return shared[SLOT];
}

type Environment = Readonly<Record<string, string | undefined>>;

async function openPorts(config: Config, env: Environment): Promise<Ports> {
  const { projectRoot } = config;
  const database = await openDatabase(config, env);
  const at = systemClock.now();
  await database.system(({ ensureWorkspace }) =>
    ensureWorkspace({ id: LOCAL_WORKSPACE_ID, name: "Local", at }),
  );

  const binaries = once(() => resolveBinaries({ env, projectRoot }));
  const studioPool = createStudioPool({ projectRoot });
  const predictions = new PredictionStore(path.join(config.studioDir, "predictions"));
  await predictions.sweep(at.getTime());
  const studio = createStudioGenerator({
    pool: studioPool,
    predictions,
    ffmpegPath: async () => (await binaries()).ffmpeg,
    now: () => Date.now(),
    timeScale: config.timeScale,
  });
  const models = configuredModels({ config, now: at });
  const generators = [studio, createTimelineAssembler(), ...providerGenerators(config, env)];
  return {
    database,
    objects: await openObjects(config),
    generators: new Map(generators.map((generator) => [generator.provider, generator])),
    models,
    catalogue: catalogueOf(models),
    renderer: createFfmpegRenderer({
      binaries,
      pool: createWorkerPool({ projectRoot }),
      drawCard: async ({ text, width, height }) => {
        const task = { kind: "card" as const, title: text, style: "cinematic", width, height, seed: 0 };
        return (await studioPool.run(task, new AbortController().signal)).bytes;
      },
    }),
    mediaProbe: createFfmpegProbe({ binaries }),
    clock: systemClock,
    signals: createProcessSignals(),
    // OpenTelemetry's own variable: without a collector there is nobody to tell.
    tracer: env.OTEL_EXPORTER_OTLP_ENDPOINT ? createOtlpTracer({}) : noTracer,
    ids: randomIds,
    hash: nodeSha256,
    log: createLogger({ level: config.logLevel }),
    settings: {
      defaultCeilingMicros: config.defaultCeilingMicros,
      sliceBudgetMs: 60_000,
      sliceHardStopMs: 270_000,
      runGraceMs: 30_000,
      assetUrlSeconds: config.assetUrlSeconds,
    },
  };
}

/** The server's address is read here and kept nowhere else: it holds a password. */
async function openDatabase({ database, migrationsFolder }: Config, env: Environment): Promise<Database> {
  if (database.driver === "pglite")
    return await openPglite({ directory: database.directory, migrationsFolder });
  const server = { url: env.POSTGRES_URL ?? "", migrationsFolder, poolSize: database.poolSize };
  return database.driver === "pg" ? await openPg(server) : await openVercel(server);
}

/** S3's client is loaded where it is used only: it is large. It reads AWS's variables by itself. */
async function openObjects({ objects }: Config): Promise<ObjectStore> {
  if (objects.store === "disk") return createDiskObjectStore({ root: objects.directory });
  const { createS3ObjectStore } = await import("./adapters/s3/object-store");
  return createS3ObjectStore(objects);
}

/** Another key, or another server, has other limits: a window of its own. Nobody can tell the key from it. */
function accountOf(secret: string | undefined, baseUrl: string | null): string {
  const digest = nodeSha256(new TextEncoder().encode(`${baseUrl ?? ""}\n${secret ?? ""}`));
  return `:${digest.slice(0, 8)}`;
}

/** Providers with a key. Their secrets are read here, handed to their clients, and kept nowhere else. */
function providerGenerators(config: Config, env: Environment): Generator[] {
  const { openai, replicate, publicUrl, providerTimeoutMs: timeoutCapMs } = config;
  const now = () => Date.now();
  const secrets = [env.OPENAI_API_KEY, env.REPLICATE_API_TOKEN].flatMap((secret) => secret ?? []);
  const failure = (error: unknown) => failureOf(error, { now: now(), hidden: secrets });
  const client = openai && createOpenaiClient({ apiKey: env.OPENAI_API_KEY ?? "", baseUrl: openai.baseUrl });
  const timeoutMs = Math.min(MODERATION_MS, timeoutCapMs ?? MODERATION_MS);
  const moderator = client && createOpenaiModerator({ client, failure, timeoutMs });
  const generators: Generator[] = [];
  if (openai && client && moderator) {
    const { textApi, maxRequests: most } = openai;
    const limit = Math.min(OPENAI_SLOTS, most);
    generators.push(
      createOpenaiGenerator({
        client,
        textApi,
        moderator,
        failure,
        timingsModel: TIMINGS_MODEL,
        timeoutCapMs,
        account: accountOf(env.OPENAI_API_KEY, openai.baseUrl),
        limit,
        most,
      }),
    );
  }
  if (replicate) {
    const bases = [openai?.baseUrl, replicate.baseUrl].filter((url) => typeof url === "string");
    generators.push(
      createReplicateGenerator({
        client: createReplicateClient({
          token: env.REPLICATE_API_TOKEN ?? "",
          baseUrl: replicate.baseUrl,
          now,
        }),
        // Outputs of a server that the operator runs lie on that server.
        downloader: createSafeDownloader({ trusted: bases.map((url) => new URL(url).host) }),
        moderator,
        clock: systemClock,
        publicUrl,
        timeoutCapMs,
        account: accountOf(env.REPLICATE_API_TOKEN, replicate.baseUrl),
        limit: Math.min(REPLICATE_SLOTS, replicate.maxRequests),
        most: replicate.maxRequests,
      }),
    );
  }
  return generators;
}

/** What can be chosen with these providers: the voices are those of whoever speaks; any style can be asked for in words. */
function catalogueOf(models: Readonly<Record<string, ModelChoice>>): Catalogue {
  const used = new Set(Object.values(models).map(({ provider }) => provider));
  const speech = models.AudioGen?.provider === "openai" ? openaiCatalogue : studioCatalogue;
  const known = [...openaiCatalogue.providers, REPLICATE, ...studioCatalogue.providers];
  return {
    providers: known.filter(({ id }) => used.has(id)),
    voices: speech.voices,
    styles: studioCatalogue.styles,
    languages: speech.languages,
    hasVoice: speech.hasVoice,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
