import path from "node:path";
import { type MicroUsd, microUsd } from "../core/money/micro-usd";
import type { StoragePrice } from "../core/money/storage-cost";
import { readEnv } from "./env";

/** What the container needs to know, with combinations checked. Secrets are read where they are used, and never stored here. */
export interface Config {
  projectRoot: string;
  dataDir: string;
  /** Where rows are kept. The address of a server, which holds a password, is read where it is opened. */
  database: { driver: "pglite"; directory: string } | { driver: "pg" | "vercel"; poolSize: number };
  /** Where objects are kept; keys are AWS's own variables. */
  objects:
    | { store: "disk"; directory: string }
    | { store: "s3"; bucket: string; endpoint: string | undefined; region: string | undefined };
  studioDir: string;
  /** `local`, or the package that keeps the workflows' state. */
  world: string;
  /** `web` leaves all work to a worker; `worker` and `both` do it. */
  role: "web" | "worker" | "both";
  /**
   * Whether what this process keeps in the data directory is for it alone: the embedded database, the local world's state. Otherwise
   * several processes may share a data directory.
   */
  ownsDataDir: boolean;
  migrationsFolder: string;
  defaultCeilingMicros: MicroUsd | null;
  /** What everything may cost in a month before somebody is told; null: nobody is. */
  budgetAlertMicros: MicroUsd | null;
  storagePrice: StoragePrice;
  timeScale: number;
  /**
   * Providers: whether the deployment has a key of its own; where their servers are, null: their own; how many requests they may get at a
   * time (lib/core/limits).
   */
  openai: { hasKey: boolean; baseUrl: string | null; textApi: "responses" | "chat"; maxRequests: number };
  replicate: { hasKey: boolean; baseUrl: string | null; maxRequests: number };
  /** Where the key lies that workspaces' credentials are encrypted with, unless the environment has one; null: only there. */
  secretsKeyFile: string | null;
  /** Generator → model, instead of the catalogue's first choice. */
  modelOverrides: Readonly<Record<string, string>>;
  /** Where providers reach this server; null: they cannot. */
  publicUrl: string | null;
  /** Caps every deadline of a provider; null: by kind of work. */
  providerTimeoutMs: number | null;
  /** Reads a minute that a caller of the API may make (lib/api/request-limit.ts); 0: as many as it likes. */
  requestsPerMinute: number;
  /** How long the cleaner keeps what is not needed (lib/services/maintenance/clean/policy.ts). */
  cleaning: { graceMs: number; trashMs: number; failedRunsMs: number };
  /** How long a signed URL stays the same (lib/api/content.ts). */
  assetUrlSeconds: number;
  /** Where a self-hosted server keeps daily backups, null: it makes none; and how many. */
  backups: { directory: string | null; keep: number };
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

const DAY_MS = 24 * 60 * 60_000;

export function loadConfig(options: {
  env: Record<string, string | undefined>;
  /** The checkout: where node_modules, lib and drizzle lie. Bundling moves modules, so it is not derived from one. */
  projectRoot: string;
}): Config {
  const { projectRoot } = options;
  const env = readEnv(options.env);
  const dataDir = path.resolve(projectRoot, env.REELGRAPH_DATA_DIR);
  return {
    projectRoot,
    dataDir,
    database: env.POSTGRES_URL
      ? {
          driver: env.REELGRAPH_DB_DRIVER ?? driverFor(env.POSTGRES_URL),
          poolSize: env.REELGRAPH_DB_POOL_SIZE,
        }
      : { driver: "pglite", directory: path.join(dataDir, "postgres") },
    objects: env.S3_BUCKET
      ? { store: "s3", bucket: env.S3_BUCKET, endpoint: env.S3_ENDPOINT, region: env.S3_REGION }
      : { store: "disk", directory: path.join(dataDir, "objects") },
    studioDir: path.join(dataDir, "studio"),
    migrationsFolder: path.join(projectRoot, "drizzle/migrations"),
    world: env.WORKFLOW_TARGET_WORLD,
    role: env.REELGRAPH_ROLE ?? "both",
    ownsDataDir:
      env.POSTGRES_URL === undefined ||
      (env.REELGRAPH_ROLE !== "web" && env.WORKFLOW_TARGET_WORLD === "local"),
    defaultCeilingMicros: env.REELGRAPH_CEILING_MICROS === 0 ? null : microUsd(env.REELGRAPH_CEILING_MICROS),
    budgetAlertMicros:
      env.REELGRAPH_BUDGET_ALERT_MICROS === 0 ? null : microUsd(env.REELGRAPH_BUDGET_ALERT_MICROS),
    storagePrice: {
      microsPerGbMonth: env.REELGRAPH_STORAGE_MICROS_PER_GB_MONTH ?? null,
      asOf: env.REELGRAPH_STORAGE_PRICE_AS_OF ?? null,
    },
    timeScale: env.REELGRAPH_TIME_SCALE,
    openai: {
      hasKey: env.OPENAI_API_KEY !== undefined,
      baseUrl: env.OPENAI_BASE_URL ?? null,
      textApi: env.REELGRAPH_TEXT_API,
      maxRequests: env.REELGRAPH_OPENAI_MAX_REQUESTS,
    },
    replicate: {
      hasKey: env.REPLICATE_API_TOKEN !== undefined,
      baseUrl: env.REPLICATE_BASE_URL ?? null,
      maxRequests: env.REELGRAPH_REPLICATE_MAX_REQUESTS,
    },
    secretsKeyFile: env.POSTGRES_URL ? null : path.join(dataDir, "secrets.key"),
    modelOverrides: env.REELGRAPH_MODELS ?? {},
    publicUrl: env.PUBLIC_URL ?? null,
    providerTimeoutMs: env.REELGRAPH_PROVIDER_TIMEOUT_MS || null,
    requestsPerMinute: env.REELGRAPH_REQUESTS_PER_MINUTE,
    cleaning: {
      graceMs: env.REELGRAPH_ORPHAN_GRACE_SECONDS * 1_000,
      trashMs: env.REELGRAPH_TRASH_DAYS * DAY_MS,
      failedRunsMs: env.REELGRAPH_KEEP_FAILED_DAYS * DAY_MS,
    },
    assetUrlSeconds: env.REELGRAPH_ASSET_URL_SECONDS,
    backups: {
      directory: env.REELGRAPH_BACKUP_DIR ? path.resolve(projectRoot, env.REELGRAPH_BACKUP_DIR) : null,
      keep: env.REELGRAPH_BACKUP_KEEP,
    },
    logLevel: env.REELGRAPH_LOG_LEVEL,
  };
}

/** Neon, also as sold by Vercel, is reached over WebSockets, which pass where its functions run; any other Postgres over TCP. */
function driverFor(postgresUrl: string): "pg" | "vercel" {
  const { hostname } = new URL(postgresUrl);
  return /\.(neon\.tech|postgres\.vercel-storage\.com)$/i.test(hostname) ? "vercel" : "pg";
}
