import os from "node:os";
import path from "node:path";
import { createTarGzip } from "./adapters/archive/tar-gzip";
import { createDiskObjectStore } from "./adapters/disk/object-store";
import { resolveBinaries } from "./adapters/ffmpeg/binaries";
import { createIntake } from "./adapters/ffmpeg/intake";
import { createFfmpegProbe } from "./adapters/ffmpeg/probe";
import { createFfmpegRenderer } from "./adapters/ffmpeg/renderer";
import { createWorkerPool } from "./adapters/ffmpeg/worker-pool";
import { checkedAddresses, forbiddenCause, judgeAddress, resolveAll } from "./adapters/http/judge-address";
import { createLocalRequestLimiter } from "./adapters/local/request-limiter";
import { createSharedRequestLimiter } from "./adapters/local/shared-request-limiter";
import { createTimelineAssembler } from "./adapters/local/timeline-assembler";
import { createBackupFolder } from "./adapters/node/backup-folder";
import { createLogger } from "./adapters/node/pino-logger";
import { createProcessSignals } from "./adapters/node/process-signals";
import { randomIds } from "./adapters/node/random-ids";
import { createSecretBox, parseSecretsKey, type SecretBoxOptions } from "./adapters/node/secret-box";
import { makeSecretsKeyFile, readSecretsKeyFile } from "./adapters/node/secrets-key-file";
import { nodeSha256 } from "./adapters/node/sha256";
import { systemClock } from "./adapters/node/system-clock";
import { createOtlpTracer } from "./adapters/otel/otlp-tracer";
import { openPg } from "./adapters/postgres/open-pg";
import { openPglite } from "./adapters/postgres/open-pglite";
import { openVercel } from "./adapters/postgres/open-vercel";
import { createReplicateWebhookVerifier } from "./adapters/replicate/verify-webhook";
import { createStudioGenerator } from "./adapters/studio/generator";
import { PredictionStore } from "./adapters/studio/predictions";
import { createStudioPool } from "./adapters/studio/studio-pool";
import { type Config, loadConfig } from "./config/config";
import { createProviderShop } from "./container-providers";
import { createWorkspaceProviders, type WorkspaceProviders } from "./container-workspaces";
import { LOCAL_WORKSPACE_ID, type WorkspaceId } from "./core/ids";
import type { Archives } from "./ports/archive";
import type { BackupShelf } from "./ports/backup-shelf";
import type { Clock } from "./ports/clock";
import type { Database } from "./ports/database";
import type { Intake } from "./ports/intake";
import { noTracer } from "./ports/no-tracer";
import type { ObjectStore } from "./ports/object-store";
import type { RequestLimiter } from "./ports/request-limiter";
import type { SecretBox } from "./ports/secret-box";
import type { WebhookVerifier } from "./ports/webhook-verifier";
import type { Context, Ports } from "./services/context";
import type { CredentialDesk } from "./services/credentials/credential-desk";

/**
 * The only place that chooses adapters. One container per process: development reloads modules, and a second embedded database on the
 * same directory would lose rows, so it hangs on globalThis and opens lazily (stack.md).
 */
interface Container {
  config: Config;
  opened: Promise<Opened>;
  limiter?: RequestLimiter;
  intake?: Intake;
}

interface Opened {
  ports: Ports;
  workspaces: WorkspaceProviders;
  box: SecretBox;
}

const SLOT = Symbol.for("reelgraph.container");
const shared = globalThis as typeof globalThis & { [SLOT]?: Container };

export function getConfig(): Config {
  return container().config;
}

export async function getPorts(): Promise<Ports> {
  return (await container().opened).ports;
}

/**
 * Checks Replicate's callbacks for the work of a workspace: with its own secret, or with the deployment's, whose work may still be on its
 * way when a workspace gets its own. Null: work of nobody known here.
 */
export async function webhookVerifier(workspaceId: WorkspaceId | null): Promise<WebhookVerifier> {
  const { workspaces } = await container().opened;
  const secrets = [
    ...(workspaceId === null ? [] : [await workspaces.webhookSecret(workspaceId)]),
    process.env.REPLICATE_WEBHOOK_SECRET || null,
  ].flatMap((secret) => secret ?? []);
  return createReplicateWebhookVerifier({ secrets, now: () => systemClock.now() });
}

/**
 * A context in the given workspace, with the providers that its credentials of this moment give it: one for every slice of a run.
 * `isBrief`: for an answer, which may be of what they were two seconds ago.
 */
export async function contextFor(options: {
  workspaceId: WorkspaceId;
  actor: string;
  isBrief?: boolean;
}): Promise<Context> {
  const { isBrief = false, ...who } = options;
  const { ports, workspaces } = await container().opened;
  const { workspaceId } = who;
  const providers = isBrief ? await workspaces.recent(workspaceId) : await workspaces.current(workspaceId);
  return { ...ports, ...providers, ...who };
}

/** Local mode's context: its one workspace. */
export async function localContext(options: { isBrief?: boolean } = {}): Promise<Context> {
  return await contextFor({ workspaceId: LOCAL_WORKSPACE_ID, actor: "local", ...options });
}

/** The same with the deployment's own providers: asks the database nothing, so that it is there also when that is not. */
export async function bareContext(): Promise<Context> {
  return { ...(await getPorts()), workspaceId: LOCAL_WORKSPACE_ID, actor: "local" };
}

/** What the services of credentials work with. */
export async function credentialDesk(): Promise<CredentialDesk> {
  const { config, opened } = container();
  const { box, workspaces } = await opened;
  const { openai, replicate } = config;
  return {
    box,
    deployment: { openai, replicate },
    faultOfAddress,
    changed: (workspaceId) => workspaces.forget(workspaceId),
  };
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
  const { ports, workspaces } = await openContainer(config, env);
  const who = { workspaceId: LOCAL_WORKSPACE_ID, actor: "local" };
  return { ...ports, ...(await workspaces.current(LOCAL_WORKSPACE_ID)), ...who };
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

/** What takes in uploads: one per process, which counts them. Beside the objects, for temporary folders are memory on some machines. */
export function getIntake(): Intake {
  const made = container();
  const { dataDir, objects, projectRoot } = made.config;
  const directory = objects.store === "disk" ? path.join(dataDir, "intake") : os.tmpdir();
  const binaries = once(() => resolveBinaries({ env: process.env, projectRoot }));
  made.intake ??= createIntake({ directory, binaries });
  return made.intake;
}

function container(): Container {
  if (!shared[SLOT]) {
    const config = loadConfig({ env: process.env, projectRoot: process.cwd() });
    shared[SLOT] = { config, opened: openContainer(config, process.env) };
  }
  return shared[SLOT];
}

type Environment = Readonly<Record<string, string | undefined>>;

async function openContainer(config: Config, env: Environment): Promise<Opened> {
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
  const shop = createProviderShop({ config, env, offline: [studio, createTimelineAssembler()] });
  const deployment = shop.open(shop.accounts);
  const box = createSecretBox(secretsKeys(config, env));
  const log = createLogger({ level: config.logLevel });
  const ports: Ports = {
    database,
    objects: await openObjects(config),
    ...deployment,
    otherModels: shop.otherModels,
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
    log,
    settings: {
      defaultCeilingMicros: config.defaultCeilingMicros,
      storagePrice: config.storagePrice,
      sliceBudgetMs: 60_000,
      sliceHardStopMs: 270_000,
      runGraceMs: 30_000,
      assetUrlSeconds: config.assetUrlSeconds,
    },
  };
  const workspaces = createWorkspaceProviders({ database, box, shop, deployment, clock: systemClock, log });
  return { ports, workspaces, box };
}

/**
 * The keys that credentials are encrypted with, read when the first one is needed and kept by the box alone. A file of the data directory
 * opens also what was sealed before the environment had a key.
 */
function secretsKeys({ secretsKeyFile: file }: Config, env: Environment): SecretBoxOptions {
  const given = [env.REELGRAPH_SECRETS_KEY, env.REELGRAPH_SECRETS_KEY_PREVIOUS].flatMap(
    (text) => (text && parseSecretsKey(text)) || [],
  );
  return {
    async keys() {
      if (file === null) return given;
      const own = await readSecretsKeyFile(file).catch((error: unknown) => {
        if (given.length > 0) return null;
        throw error;
      });
      return own ? [...given, own] : given;
    },
    make: file === null || given.length > 0 ? null : () => makeSecretsKeyFile(file),
  };
}

/**
 * Names are looked up here for a good answer only: what protects is the check when a connection is opened (guarded-fetch.ts). Nobody
 * learns from it which names there are inside.
 */
async function faultOfAddress(address: string): Promise<string | null> {
  let hostname: string;
  try {
    hostname = judgeAddress(address, new Set()).hostname.replace(/^\[|\]$/g, "");
  } catch (error) {
    return forbiddenCause(error)?.message ?? "the address is none";
  }
  return await checkedAddresses(hostname, resolveAll).then(
    () => null,
    () => "it leads to no server on the open internet",
  );
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

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
