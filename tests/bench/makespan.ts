/**
 * How near the runner comes to the shortest possible run: `npm run bench:makespan [-- --json --time-scale 0.1 --only n6m2 --repeats 1]`.
 *
 * The product as its container wires it (PGlite, disk, 5 slots for OpenAI and 2 for Replicate) makes whole films with the fake
 * providers, a process of their own, whose work takes the planner's golden medians times the scale: the shortest job 0.5 s, a picture
 * 3 s. Predictions end by signed callbacks over HTTP on loopback. Each film is made twice, by dataflow and layer by layer.
 *
 * `ratio` is the time from the first slice to the last job's record over the combined lower bound: the longest chain of jobs, or
 * a provider's work by its slots with the shortest chains before and after it, whichever is longer; the providers' latencies alone count
 * there, so what the product and this machine add is all in the ratio. `idleWhileReady` is the share of a provider's slot time (and of all's), while
 * any of it was wanted, in which a slot of the ledger was empty and a ready job waited. `firstPlayable`: seconds to the first segment
 * that can be played. Each film is made once before, without latencies and uncounted. Of several repeats the quietest counts.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { parseArgs } from "node:util";
import type { RunId, VideoId } from "../../lib/core/ids";
import type { Database, JobRow } from "../../lib/ports/database";
import { type Context, inTenant } from "../../lib/services/context";
import { closeCheckpoints } from "../../lib/services/runs/close-checkpoints";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { wakeRun } from "../../lib/services/runs/wake-run";
import { receiveProviderEvent } from "../../lib/services/webhooks/receive-provider-event";
import { openProviderWorld } from "../rigs/provider-world";
import { createRun } from "../rigs/studio-world";
import { report, rounded } from "./measure";
import { idleWhileReady, lowerBound, type ScheduledJob, type SlotUse } from "./schedule";

/** What the fakes take for each kind of work at scale 1: the golden medians of the planner's simulations. */
const KINDS = {
  script: 50,
  musicPrompt: 5,
  imagePrompt: 5,
  videoPrompt: 5,
  speech: 10,
  music: 10,
  image: 30,
  textToVideo: 90,
  imageToVideo: 120,
};
/** The same by generator. */
const SECONDS: Record<string, number> = {
  ScriptGen: KINDS.script,
  TextToMusicPromptGen: KINDS.musicPrompt,
  TextToImagePromptGen: KINDS.imagePrompt,
  TextToVideoPromptGen: KINDS.videoPrompt,
  ImageToVideoPromptGen: KINDS.videoPrompt,
  AudioGen: KINDS.speech,
  MusicGen: KINDS.music,
  ImageGen: KINDS.image,
  StartingImageGen: KINDS.image,
  TextToVideoGen: KINDS.textToVideo,
  ImageToVideoGen: KINDS.imageToVideo,
  TimelineAssembler: 0,
};
const SLOTS = { openai: 5, replicate: 2 };
const SEGMENT_SECONDS = 10;

const FILMS: Record<string, Record<string, unknown>> = {
  n6m2: { Duration: 6 * SEGMENT_SECONDS, ImagesPerSegment: 2 },
  n18m5: { Duration: 18 * SEGMENT_SECONDS, ImagesPerSegment: 5 },
  n6m2video: { Duration: 6 * SEGMENT_SECONDS, ImagesPerSegment: 2, UseVideo: true },
};

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean" },
    "time-scale": { type: "string", default: "0.1" },
    only: { type: "string" },
    repeats: { type: "string", default: "1" },
  },
});
const scale = Number(flags["time-scale"]);
const repeats = Number(flags.repeats);
const films = Object.entries(FILMS).filter(([name]) => flags.only?.split(",").includes(name) ?? true);

/** The database as it is, with a note of the slots that are given back before their purchase ends. */
function watched(database: Database): Database {
  return {
    ...database,
    tenant: (workspaceId, work) =>
      database.tenant(workspaceId, (repositories) => {
        const { purchases } = repositories;
        return work({
          ...repositories,
          purchases: {
            ...purchases,
            async freeSlots(ids) {
              await purchases.freeSlots(ids);
              for (const id of ids) freed.set(id, new Date());
            },
          },
        });
      }),
  };
}

/** What the callback route does, on a port of its own: verified, recorded, answered, and then acted on. */
async function receiveCallbacks() {
  let handle: (request: IncomingMessage, body: Uint8Array) => Promise<() => Promise<void>> = () =>
    Promise.reject(new Error("Nobody is here yet."));
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const after = await handle(request, Buffer.concat(chunks));
      response.writeHead(200, { "content-type": "application/json" }).end('{"received":true}');
      await after();
    } catch (error) {
      process.stderr.write(`A callback was refused: ${String(error)}\n`);
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    handleBy(work: typeof handle) {
      handle = work;
    },
    close: () => server.close(),
  };
}

const callbacks = await receiveCallbacks();
const world = await openProviderWorld({
  flags: ["--small"],
  // Windows that would grow with every answer are held to what the bound is computed for.
  env: {
    PUBLIC_URL: callbacks.url,
    REELGRAPH_OPENAI_MAX_REQUESTS: String(SLOTS.openai),
    REELGRAPH_REPLICATE_MAX_REQUESTS: String(SLOTS.replicate),
  },
});
/** Purchase → when its slot was another one's: before its end, where what it brought took a while to store. */
const freed = new Map<string, Date>();
const ctx: Context = { ...world.ctx, database: watched(world.ctx.database) };
const { webhookVerifier } = await import("../../lib/container");
/** Ends the sleep between two slices, as the wake hook does. */
let wake: () => void = () => {};

callbacks.handleBy(async (request, body) => {
  const verifier = await webhookVerifier(null);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const verdict = verifier.verify({ headers, body });
  const event = verifier.eventOf(body);
  if (verdict.kind === "refused" || !event) throw new Error(`Not a callback: ${JSON.stringify(verdict)}`);
  const { searchParams } = new URL(request.url ?? "", callbacks.url);
  const { runId } = await receiveProviderEvent({
    ports: ctx,
    input: {
      provider: "replicate",
      deliveryId: headers.get("webhook-id") ?? "",
      jobId: searchParams.get("job") ?? "",
      nonce: searchParams.get("nonce") ?? "",
      event,
    },
  });
  return async () => {
    if (event.isFinal && (await wakeRun({ ctx, input: { runId } })).woken) wake();
  };
});

/** What the workflow does with a run: slices, and between them a sleep that a callback ends. */
async function drive(context: Context, runId: RunId): Promise<Date> {
  const input = { runId };
  await planRun({ ctx: context, input });
  const started = new Date();
  for (;;) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const batch = await executeBatch({ ctx: context, input });
    if (batch.done) break;
    const left = batch.wakeAt === null ? 0 : Date.parse(batch.wakeAt) - Date.now();
    await Promise.race([woken, context.clock.sleep(Math.max(0, left))]);
  }
  await closeCheckpoints({ ctx: context, input });
  await finalizeRun({ ctx: context, input });
  return started;
}

interface Figures {
  jobs: number;
  seconds: number;
  lowerBound: Record<string, unknown>;
  ratio: number;
  idleWhileReady: Record<string, number> & { all: number };
  /** Of the time a slot is taken, what the provider did not work. */
  slotSecondsPerJobBesideTheWork: Record<string, number>;
  firstPlayable: number | null;
}

function idleOfAll(uses: readonly SlotUse[], readyAt: ReadonlyMap<string, number>): number {
  const each = Object.entries(SLOTS).map(([provider, slots]) =>
    idleWhileReady({ uses, readyAt, provider, slots }),
  );
  const sum = (of: "idle" | "wanted") => each.reduce((total, one) => total + one[of], 0);
  return sum("idle") / sum("wanted");
}

async function figuresOf(runId: RunId, started: Date): Promise<Figures> {
  const { rows, purchases, events } = await inTenant(ctx, async (repositories) => {
    const rows = await repositories.jobs.ofRun(runId);
    const keys = rows.flatMap(({ claimKey }) => claimKey ?? []);
    const purchases = (await repositories.purchases.ofClaims(keys)).filter((row) => row.runId === runId);
    return { rows, purchases, events: await repositories.events.ofRun({ runId, after: 0, limit: 10_000 }) };
  });
  const failed = rows.filter(({ state }) => state !== "succeeded");
  if (failed.length > 0) throw new Error(`Not all succeeded: ${failed.map(({ jobId }) => jobId).join(", ")}`);
  const since = (moment: Date | null) => ((moment ?? started).getTime() - started.getTime()) / 1_000;
  const maker = new Map(rows.flatMap((row) => row.spec.produces.map((name) => [name, row.jobId] as const)));
  const before = (row: JobRow) => [
    ...new Set(row.spec.dependencies.flatMap((name) => maker.get(name) ?? [])),
  ];
  const jobs: ScheduledJob[] = rows.map((row) => {
    const seconds = SECONDS[row.genId];
    if (seconds === undefined) throw new Error(`How long does ${row.genId} take?`);
    return { id: row.jobId, provider: row.provider, seconds: seconds * scale, after: before(row) };
  });
  const bound = lowerBound(jobs, SLOTS);
  const seconds = Math.max(...rows.map(({ finishedAt }) => since(finishedAt)));
  const finished = new Map(rows.map((row) => [row.jobId, since(row.finishedAt)]));
  const readyAt = new Map(
    rows.map((row) => [row.jobId, Math.max(0, ...before(row).map((id) => finished.get(id) ?? 0))]),
  );
  const uses = purchases.map(({ id, jobId, provider, createdAt, finishedAt }) => {
    return { jobId, provider, from: since(createdAt), to: since(freed.get(id) ?? finishedAt) };
  });
  const besideWork = (provider: string) => {
    const own = jobs.filter((job) => job.provider === provider);
    const taken = uses
      .filter((use) => use.provider === provider)
      .reduce((sum, { from, to }) => sum + to - from, 0);
    return (taken - own.reduce((sum, job) => sum + job.seconds, 0)) / own.length;
  };
  const playable = events.find(({ type }) => type === "segment-playable");
  const perProvider = (of: (provider: string, slots: number) => number) =>
    Object.fromEntries(Object.entries(SLOTS).map(([name, slots]) => [name, rounded(of(name, slots), 4)]));
  return {
    jobs: rows.length,
    seconds: rounded(seconds),
    lowerBound: {
      criticalPath: rounded(bound.criticalPath),
      ...Object.fromEntries(Object.entries(bound.providers).map(([name, value]) => [name, rounded(value)])),
      combined: rounded(bound.combined),
    },
    ratio: rounded(seconds / bound.combined, 4),
    idleWhileReady: {
      ...perProvider((provider, slots) => {
        const { idle, wanted } = idleWhileReady({ uses, readyAt, provider, slots });
        return wanted === 0 ? 0 : idle / wanted;
      }),
      all: rounded(idleOfAll(uses, readyAt), 4),
    },
    slotSecondsPerJobBesideTheWork: perProvider(besideWork),
    firstPlayable: playable ? rounded(since(playable.at), 2) : null,
  };
}

/** The same film from providers that take no time, so that what is loaded, compiled or encoded once is not counted. */
async function warmUp(inputs: Record<string, unknown>): Promise<void> {
  await world.fakes.config({ latency: {} });
  const run = await createRun(ctx, { InquiryPrompt: "How tides work", ...inputs });
  await drive(ctx, run.id);
  const latency = Object.entries(KINDS).map(([kind, seconds]) => [kind, seconds * scale * 1_000]);
  await world.fakes.config({ latency: Object.fromEntries(latency) });
}

async function film(inputs: Record<string, unknown>): Promise<{ dataflow: Figures; layered: Figures }> {
  const first = await createRun(ctx, { InquiryPrompt: "How tides work", ...inputs });
  const dataflow = await figuresOf(first.id, await drive(ctx, first.id));
  const second = await again(first.videoId);
  const layered = await figuresOf(second, await drive(ctx, second));
  if (layered.jobs !== dataflow.jobs) throw new Error("The second run is another one than the first.");
  return { dataflow, layered };
}

/** The whole film anew, layer by layer. */
async function again(videoId: VideoId): Promise<RunId> {
  const { fresh } = await createNextRun({
    ctx,
    input: { id: videoId, mode: "full", scheduling: "layered" },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  if (!fresh?.run) throw new Error("A full run makes everything.");
  return fresh.run.id;
}

const figures: Record<string, unknown> = {};
const dataflowRatios: number[] = [];
const idle: number[] = [];
try {
  for (const [name, inputs] of films) {
    await warmUp(inputs);
    const runs: { dataflow: Figures; layered: Figures }[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) runs.push(await film(inputs));
    const quietest = (mode: "dataflow" | "layered") =>
      runs.map((run) => run[mode]).reduce((best, run) => (run.ratio < best.ratio ? run : best));
    const { dataflow, layered } = { dataflow: quietest("dataflow"), layered: quietest("layered") };
    figures[name] = { dataflow, layered };
    dataflowRatios.push(dataflow.ratio);
    idle.push(dataflow.idleWhileReady.all);
  }
} finally {
  callbacks.close();
  await world.close();
}
report("Makespan over its lower bound", {
  machine: {
    cores: os.cpus().length,
    node: process.version,
    load: os.loadavg().map((load) => rounded(load, 1)),
  },
  timeScale: scale,
  slots: SLOTS,
  meanDataflowRatio: rounded(
    dataflowRatios.reduce((sum, ratio) => sum + ratio, 0) / dataflowRatios.length,
    4,
  ),
  mostIdleWhileReady: Math.max(...idle),
  ...figures,
});
process.exit(0);
