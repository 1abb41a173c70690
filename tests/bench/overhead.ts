/**
 * What the runner adds to a job that takes no time: `npm run bench:overhead [-- --json --jobs 100,400 --repeats 3 --only embedded]`.
 *
 * Whole runs of 100 and 400 jobs of the real blueprint on the real services (dispatch, claim, submit, asset, ledger, events, outcome
 * document, checkpoints) with a provider that answers at once: on the embedded default (PGlite and disk) and on a Postgres server
 * and disk. Beside them BullMQ on Redis and DBOS on the same Postgres fan out as many jobs that write a file each and force it to
 * the disk: less than ours, whose job writes its assets and its outcome, its events, and what it is about to buy before it asks for it.
 * `dbosSameWork` does that with DBOS's steps: one that records the nonce of the purchase before the provider is asked, one that writes
 * as many files and event rows as ours, on average. All work on `concurrency` jobs at a time. `wallMs` is from the first claim to the
 * last outcome, median of the repeats; planning and the commit of the revision, which the peers have nothing of, stand beside it.
 * `growth` is 400 jobs over 100.
 */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { Queue, Worker } from "bullmq";
import pLimit from "p-limit";
import pg from "pg";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { openPglite } from "../../lib/adapters/postgres/open-pglite";
import { LOCAL_WORKSPACE_ID } from "../../lib/core/ids";
import type { Database } from "../../lib/ports/database";
import { startPostgres } from "../rigs/postgres";
import { startRedis } from "../rigs/redis";
import { report, rounded } from "./measure";
import { noopContext, noopRun } from "./noop-world";

const MIGRATIONS = "drizzle/migrations";
const WARM_UP = 16;
const CONCURRENCY = 20;
const POOL_SIZE = 10;

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean" },
    jobs: { type: "string", default: "100,400" },
    repeats: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const sizes = flags.jobs.split(",").map(Number);
const repeats = Number(flags.repeats);
const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-bench-"));

/** One fan-out of so many jobs; what it measured itself, or nothing. */
type FanOut = (jobs: number) => Promise<{ wallMs: number } & Record<string, number>>;

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN;
}

async function measured(fanOut: FanOut): Promise<Record<string, unknown>> {
  await fanOut(WARM_UP);
  const figures = new Map<number, Record<string, number>[]>(sizes.map((size) => [size, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const size of sizes) {
      const before = process.cpuUsage();
      const times = await fanOut(size);
      const { user, system } = process.cpuUsage(before);
      figures.get(size)?.push({ ...times, processorMs: (user + system) / 1_000 });
    }
  }
  const medians = [...figures].map(([size, runs]) => {
    const names = Object.keys(runs[0] ?? {});
    const of = (name: string) => median(runs.map((run) => run[name] ?? Number.NaN));
    const summary = Object.fromEntries(names.map((name) => [name, rounded(of(name), 0)]));
    return [size, { ...summary, msPerJob: rounded(of("wallMs") / size, 2) }] as const;
  });
  const wall = (size?: number) =>
    median((figures.get(size ?? 0) ?? []).map(({ wallMs }) => wallMs ?? Number.NaN));
  const growth = sizes.length < 2 ? {} : { growth: rounded(wall(sizes.at(-1)) / wall(sizes[0]), 2) };
  return { ...Object.fromEntries(medians), ...growth };
}

async function ours(name: string, database: Database): Promise<Record<string, unknown>> {
  try {
    await database.system(({ ensureWorkspace }) =>
      ensureWorkspace({ id: LOCAL_WORKSPACE_ID, name: "Local", at: new Date() }),
    );
    const ctx = noopContext({ database, objectsDir: path.join(folder, name), limit: CONCURRENCY });
    return await measured(async (jobs) => {
      const { jobsMs, planMs, finalizeMs, files, events } = await noopRun(ctx, jobs);
      return { wallMs: jobsMs, planMs, finalizeMs, files, events };
    });
  } finally {
    await database.close();
  }
}

/** What a job of the peers does: a file that is on the disk when it returns. */
async function writeJobFile(directory: string, name: string): Promise<{ file: string }> {
  const file = path.join(directory, `job-${name}.txt`);
  const handle = await open(file, "w");
  try {
    await handle.writeFile(`job ${name}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { file };
}

async function freshFolder(name: string): Promise<string> {
  const directory = await mkdtemp(path.join(folder, `${name}-`));
  await mkdir(directory, { recursive: true });
  return directory;
}

async function bullmq(connection: { host: string; port: number }): Promise<Record<string, unknown>> {
  const queue = new Queue<{ directory: string; index: number }>("bench", { connection });
  let left = 0;
  let allDone: () => void = () => {};
  let broken: (error: Error) => void = () => {};
  const worker = new Worker<{ directory: string; index: number }>(
    "bench",
    async ({ data }) => await writeJobFile(data.directory, String(data.index)),
    { connection, concurrency: CONCURRENCY },
  );
  worker.on("completed", () => {
    if (--left === 0) allDone();
  });
  worker.on("failed", (_job, error) => broken(error));
  try {
    await worker.waitUntilReady();
    return await measured(async (jobs) => {
      const directory = await freshFolder("bullmq");
      const started = performance.now();
      left = jobs;
      const done = new Promise<void>((resolve, reject) => {
        allDone = resolve;
        broken = reject;
      });
      await queue.addBulk(
        Array.from({ length: jobs }, (_, index) => ({ name: "job", data: { directory, index } })),
      );
      await done;
      return { wallMs: performance.now() - started };
    });
  } finally {
    await worker.close();
    await queue.close();
  }
}

/** What our jobs write, each: files and rows of events, on average. */
interface Work {
  files: number;
  events: number;
}

/** What a job has to write so that it is known what was asked of the provider, what came of it, and that it happened. */
function jobsOfSameWork(pool: pg.Pool, { files, events }: Work) {
  const inFull = (average: number, index: number) =>
    Math.floor((index + 1) * average) - Math.floor(index * average);
  return async (directory: string, index: number) => {
    const nonce = await DBOS.runStep(async () => randomUUID(), { name: `intent-${index}` });
    const step = async () => {
      const names = Array.from({ length: inFull(files, index) }, (_, at) => `${index}-${at}`);
      await Promise.all(names.map((name) => writeJobFile(directory, name)));
      await pool.query(
        "insert into job_events (job, at, data) select $1, now(), '{}' from generate_series(1, $2::int)",
        [index, inFull(events, index)],
      );
      return { names, nonce };
    };
    await DBOS.runStep(step, { name: `job-${index}` });
  };
}

async function dbos(systemDatabaseUrl: string, work: Work): Promise<[simple: unknown, same: unknown]> {
  DBOS.setConfig({
    name: "reelgraph-bench",
    systemDatabaseUrl,
    systemDatabasePoolSize: POOL_SIZE,
    logLevel: "error",
    applicationVersion: "bench",
  });
  const pool = new pg.Pool({ connectionString: systemDatabaseUrl, max: POOL_SIZE });
  await pool.query(
    "create table job_events (seq bigserial primary key, job int, at timestamptz, data jsonb)",
  );
  const fanOutOf = (name: string, job: (directory: string, index: number) => Promise<unknown>) => {
    const fanOut = DBOS.registerWorkflow(
      async (jobs: number, directory: string) => {
        const atATime = pLimit(CONCURRENCY);
        await Promise.all(Array.from({ length: jobs }, (_, index) => atATime(() => job(directory, index))));
      },
      { name },
    );
    return async (jobs: number) => {
      const directory = await freshFolder(name);
      const started = performance.now();
      const handle = await DBOS.startWorkflow(fanOut)(jobs, directory);
      await handle.getResult();
      return { wallMs: performance.now() - started };
    };
  };
  const simple = fanOutOf("simple", (directory, index) =>
    DBOS.runStep(() => writeJobFile(directory, String(index)), { name: `job-${index}` }),
  );
  const same = fanOutOf("same", jobsOfSameWork(pool, work));
  await DBOS.launch();
  try {
    return [await measured(simple), await measured(same)];
  } finally {
    await DBOS.shutdown();
    await pool.end();
  }
}

/** Of a job of the largest run that was measured here. */
function workOf(measuredRuns: unknown): Work {
  const size = sizes.at(-1) ?? 1;
  const run = (measuredRuns as Record<number, Work> | undefined)?.[size];
  if (!run) throw new Error("How much a job writes is measured with `embedded` or `postgres`.");
  return { files: run.files / size, events: run.events / size };
}

const figures: Record<string, unknown> = {
  machine: { cores: os.cpus().length, node: process.version },
  concurrency: CONCURRENCY,
  repeats,
};
const isWanted = (name: string) => flags.only === undefined || flags.only.split(",").includes(name);
const postgres = await startPostgres();
const redis = await startRedis();
try {
  if (isWanted("embedded")) {
    const directory = path.join(folder, "postgres");
    const database = await openPglite({ directory, migrationsFolder: MIGRATIONS });
    figures.embedded = await ours("embedded", database);
  }
  if ("unavailable" in postgres) {
    figures.postgres = figures.dbos = postgres.unavailable;
  } else {
    if (isWanted("postgres")) {
      const { url } = await postgres.createDatabase();
      const database = await openPg({ url, migrationsFolder: MIGRATIONS, poolSize: POOL_SIZE });
      figures.postgres = await ours("postgres", database);
    }
    if (isWanted("dbos")) {
      const { url } = await postgres.createDatabase();
      [figures.dbos, figures.dbosSameWork] = await dbos(url, workOf(figures.postgres ?? figures.embedded));
    }
  }
  if ("unavailable" in redis) figures.bullmq = redis.unavailable;
  else if (isWanted("bullmq")) figures.bullmq = await bullmq(redis);
} finally {
  if (!("unavailable" in postgres)) await postgres.stop();
  if (!("unavailable" in redis)) await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
report("Overhead per job", figures);
// The peers keep timers of their own.
process.exit(0);
