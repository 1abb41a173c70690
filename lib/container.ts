import path from "node:path";
import { createDiskObjectStore } from "./adapters/disk/object-store";
import { resolveBinaries } from "./adapters/ffmpeg/binaries";
import { createFfmpegProbe } from "./adapters/ffmpeg/probe";
import { createFfmpegRenderer } from "./adapters/ffmpeg/renderer";
import { createWorkerPool } from "./adapters/ffmpeg/worker-pool";
import { createTimelineAssembler } from "./adapters/local/timeline-assembler";
import { createLogger } from "./adapters/node/pino-logger";
import { createProcessSignals } from "./adapters/node/process-signals";
import { randomIds } from "./adapters/node/random-ids";
import { nodeSha256 } from "./adapters/node/sha256";
import { systemClock } from "./adapters/node/system-clock";
import { openPglite } from "./adapters/postgres/open-pglite";
import { createReplicateWebhookVerifier } from "./adapters/replicate/verify-webhook";
import { studioCatalogue } from "./adapters/studio/catalogue";
import { createStudioGenerator } from "./adapters/studio/generator";
import { PredictionStore } from "./adapters/studio/predictions";
import { createStudioPool } from "./adapters/studio/studio-pool";
import { type Config, loadConfig } from "./config/config";
import { modelChoices } from "./core/catalogue/model-choices";
import { LOCAL_WORKSPACE_ID, type WorkspaceId } from "./core/ids";
import type { WebhookVerifier } from "./ports/webhook-verifier";
import type { Context, Ports } from "./services/context";

/**
 * The only place that chooses adapters. One container per process: development reloads modules, and a second embedded database on the
 * same directory would lose rows, so it hangs on globalThis and opens lazily (stack.md).
 */
interface Container {
  config: Config;
  ports: Promise<Ports>;
}

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

function container(): Container {
  if (!shared[SLOT]) {
    const config = loadConfig({ env: process.env, projectRoot: process.cwd() });
    shared[SLOT] = { config, ports: openPorts(config) };
  }
  return shared[SLOT];
}

async function openPorts(config: Config): Promise<Ports> {
  const { projectRoot } = config;
  const database = await openPglite({
    directory: config.databaseDir,
    migrationsFolder: config.migrationsFolder,
  });
  const at = systemClock.now();
  await database.system(({ ensureWorkspace }) =>
    ensureWorkspace({ id: LOCAL_WORKSPACE_ID, name: "Local", at }),
  );

  const binaries = once(() => resolveBinaries({ env: process.env, projectRoot }));
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
  const assembler = createTimelineAssembler();
  return {
    database,
    objects: createDiskObjectStore({ root: config.objectsDir }),
    generators: new Map([studio, assembler].map((generator) => [generator.provider, generator])),
    models: modelChoices(),
    catalogue: studioCatalogue,
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
    ids: randomIds,
    hash: nodeSha256,
    log: createLogger({ level: config.logLevel }),
    settings: {
      defaultCeilingMicros: config.defaultCeilingMicros,
      sliceBudgetMs: 60_000,
      sliceHardStopMs: 240_000,
      runGraceMs: 30_000,
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
