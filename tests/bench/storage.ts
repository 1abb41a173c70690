/**
 * What a video costs its stores: `npm run bench:storage [-- --json --rows 1000000 --samples 100 --only traffic,servers,rows]`.
 *
 * `traffic`: requests and bytes of whole generations on the real services, with a provider that takes no time and delivers media of usual
 * sizes. The budget is 3 puts a job and 10 a run. Beside it what an edit of one picture (of one narration, where there are clips) sends, and what it would if the video
 * were put anew; and the bytes of the revision's documents, raw and compressed (D18: below 1 MB and 100 KB at n=18, m=5).
 *
 * `servers`: the same films on Postgres and a real S3 server (radosgw), requests counted on the wire between them, and cold loads: a new
 * process reads videos of 18 segments and 5 pictures that it has never seen, 4 GETs at most and 300 ms each.
 *
 * `rows`: a million videos in 40 workspaces on Postgres. Every query that the product makes of lists and summaries, through its services and
 * under its roles; p95 is to be 50 ms at most. Plans are those of the slowest of the samples.
 */
import { spawn } from "node:child_process";
import os from "node:os";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { openPg } from "../../lib/adapters/postgres/open-pg";
import { createS3ObjectStore } from "../../lib/adapters/s3/object-store";
import type { RunRow } from "../../lib/ports/database";
import { type ObjectKey, readAll } from "../../lib/ports/object-store";
import { type Context, inTenant } from "../../lib/services/context";
import { listAll } from "../../lib/services/documents/list-all";
import { startFaultProxy } from "../rigs/fault-proxy";
import { type PostgresServer, startPostgres } from "../rigs/postgres";
import { type Radosgw, startRadosgw } from "../rigs/radosgw";
import { quantile, report, rounded } from "./measure";
import { openManyVideos } from "./million-videos";
import { counted, FILMS, film, generate, regenerate, storageContext, type Traffic } from "./storage-world";

const MIGRATIONS = "drizzle/migrations";
const PUTS_PER_JOB = 3;
const PUTS_PER_RUN = 10;
const COLD_GETS = 4;
const COLD_MS = 300;
const QUERY_MS = 50;
const COLD_VIDEOS = 12;
const NARRATION_EDIT = {
  "SegmentNarrationInput[1]": "The moon pulls the sea, and the sea follows it around the world.",
};
const PICTURE_EDIT = { "SegmentImagePromptInput[1][0]": "The moon over a calm sea" };
const BUCKET = "bench";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean" },
    rows: { type: "string", default: "1000000" },
    samples: { type: "string", default: "100" },
    only: { type: "string" },
  },
});
const isWanted = (name: string) => flags.only?.split(",").includes(name) ?? true;

async function jobsOf(ctx: Context, run: RunRow): Promise<number> {
  return (await inTenant(ctx, ({ jobs }) => jobs.ofRun(run.id))).length;
}

/** Against the budget, in words a machine can read. */
function budgeted(jobs: number, traffic: Traffic) {
  const puts = traffic.requests.put ?? 0;
  const budget = PUTS_PER_JOB * jobs + PUTS_PER_RUN;
  return { jobs, puts, budget, withinBudget: puts <= budget, ...traffic };
}

async function trafficOf(inputs: Record<string, unknown>) {
  const { objects, take } = counted(createMemoryObjectStore({ now: () => new Date() }));
  const ctx = await storageContext({ objects, scale: 1 });
  const run = await generate(ctx, inputs);
  const generation = budgeted(await jobsOf(ctx, run), take());
  const heads = await listAll(objects, `videos/${run.videoId}/`);
  const whole = heads.reduce((sum, { bytes }) => sum + bytes, 0);
  const documents = await dagBytes(
    ctx,
    heads.map(({ key }) => key),
  );
  take();
  const again = await regenerate(ctx, run.videoId, inputs.UseVideo ? NARRATION_EDIT : PICTURE_EDIT);
  const edit = take();
  return {
    generation,
    revision: documents,
    edit: {
      jobs: await jobsOf(ctx, again),
      ...edit,
      // The naive layout: a folder per version, with everything in it.
      fullUploadBytes: whole,
      fullUploadPuts: heads.length,
      bytesSaved: rounded(1 - edit.putBytes / whole, 4),
    },
  };
}

/** Every document of the revision one after the other, as D18 counts them. */
async function dagBytes(ctx: Context, keys: readonly ObjectKey[]) {
  const parts: Uint8Array[] = [];
  for (const key of keys.filter((one) => one.includes("/dag/"))) {
    const body = await ctx.objects.get(key);
    if (body) parts.push(await readAll(body));
  }
  const all = Buffer.concat(parts);
  return { documents: parts.length, bytes: all.length, gzipBytes: gzipSync(all).length };
}

async function servers(postgres: PostgresServer, { endpoint, stop: _, ...credentials }: Radosgw) {
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const wire = await startFaultProxy(endpoint);
  const { url } = await postgres.createDatabase();
  const database = await openPg({ url, migrationsFolder: MIGRATIONS, poolSize: 10 });
  const objects = createS3ObjectStore({ bucket: BUCKET, endpoint: wire.endpoint, credentials });
  const figures: Record<string, unknown> = {};
  try {
    for (const [name, inputs] of Object.entries(FILMS)) {
      const ctx = await storageContext({ database, objects, scale: 1 });
      wire.seen.length = 0;
      const started = performance.now();
      const run = await generate(ctx, inputs);
      const seconds = rounded((performance.now() - started) / 1_000, 2);
      const jobs = await jobsOf(ctx, run);
      const requests = byMethod(wire.seen);
      const budget = PUTS_PER_JOB * jobs + PUTS_PER_RUN;
      figures[name] = { jobs, seconds, requests, budget, withinBudget: (requests.PUT ?? 0) <= budget };
    }
    const tiny = await storageContext({ database, objects, scale: 0 });
    const ids: string[] = [];
    for (let nth = 0; nth < COLD_VIDEOS; nth++) ids.push((await generate(tiny, film(18, 5))).videoId);
    wire.seen.length = 0;
    const loads = await coldLoads(ids, {
      POSTGRES_URL: url,
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: wire.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    const [first, ...others] = loads;
    const sorted = others.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const processor = others.map(({ processorMs }) => processorMs).sort((a, b) => a - b);
    const gets = wire.seen.length / ids.length;
    figures["cold loads"] = {
      videos: ids.length,
      requestsPerVideo: rounded(gets, 2),
      requests: byMethod(wire.seen),
      budgetRequests: COLD_GETS,
      // What every process does once (connections, compiling) is in the first.
      firstOfProcess: {
        milliseconds: rounded(first?.milliseconds ?? Number.NaN, 1),
        processorMs: rounded(first?.processorMs ?? Number.NaN, 1),
      },
      p50Ms: rounded(quantile(sorted, 0.5), 1),
      maxMs: rounded(sorted.at(-1) ?? Number.NaN, 1),
      p50ProcessorMs: rounded(quantile(processor, 0.5), 1),
      budgetMs: COLD_MS,
      withinBudget: gets <= COLD_GETS && Math.max(...sorted) <= COLD_MS,
    };
    return figures;
  } finally {
    await wire.stop();
    await database.close();
  }
}

function byMethod(seen: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of seen) {
    const method = line.split(" ")[0] ?? "";
    counts[method] = (counts[method] ?? 0) + 1;
  }
  return counts;
}

async function coldLoads(
  ids: readonly string[],
  env: Record<string, string>,
): Promise<{ milliseconds: number; processorMs: number }[]> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/bench/cold-loads.ts", ...ids], {
    env: { ...process.env, REELGRAPH_LOG_LEVEL: "silent", REELGRAPH_DATA_DIR: os.tmpdir(), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout) output += String(chunk);
  return JSON.parse(output) as { milliseconds: number; processorMs: number }[];
}

async function rows(postgres: PostgresServer) {
  const many = await openManyVideos(postgres, Number(flags.rows));
  try {
    const queries = await many.measure(Number(flags.samples));
    const p95s = Object.values(queries).map(({ p95 }) => p95);
    const slowest = Math.max(...p95s);
    const plans = Object.values(queries).flatMap((figure) => figure.plans);
    return {
      rows: many.rows,
      fillSeconds: many.fillSeconds,
      budgetMs: QUERY_MS,
      slowestP95Ms: slowest,
      withinBudget: slowest <= QUERY_MS,
      // What the server itself takes, and looks at, for the slowest sample of any query: the same on a busy machine.
      slowestPlanMs: Math.max(...plans.map(({ milliseconds }) => milliseconds)),
      mostPages: Math.max(...plans.map(({ hit, read }) => hit + read)),
      queries,
    };
  } finally {
    await many.close();
  }
}

const figures: Record<string, unknown> = {
  machine: {
    cores: os.cpus().length,
    node: process.version,
    load: os.loadavg().map((load) => rounded(load, 1)),
  },
  budget: { putsPerJob: PUTS_PER_JOB, putsPerRun: PUTS_PER_RUN },
};
if (isWanted("traffic")) {
  for (const [name, inputs] of Object.entries(FILMS)) figures[name] = await trafficOf(inputs);
}
if (isWanted("servers") || isWanted("rows")) {
  const postgres = await startPostgres();
  try {
    if ("unavailable" in postgres) {
      figures.servers = figures.rows = postgres.unavailable;
    } else {
      if (isWanted("servers")) {
        const radosgw = await startRadosgw();
        if ("unavailable" in radosgw) figures.servers = radosgw.unavailable;
        else figures.servers = await servers(postgres, radosgw).finally(radosgw.stop);
      }
      if (isWanted("rows")) figures.rows = await rows(postgres);
    }
  } finally {
    if (!("unavailable" in postgres)) await postgres.stop();
  }
}
report("Storage", figures);
process.exit(0);
