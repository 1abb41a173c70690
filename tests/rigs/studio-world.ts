import { createHash } from "node:crypto";
import { createTimelineAssembler } from "../../lib/adapters/local/timeline-assembler";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import { randomIds } from "../../lib/adapters/node/random-ids";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { isReelgraphError } from "../../lib/core/errors";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import type { RunId, WorkspaceId } from "../../lib/core/ids";
import { microUsd } from "../../lib/core/money/micro-usd";
import { jobOutcomePath } from "../../lib/core/naming/document-path";
import type { ModelChoice } from "../../lib/core/plan/types";
import type { Database, RunRow } from "../../lib/ports/database";
import type { Generator } from "../../lib/ports/generator";
import type { Logger } from "../../lib/ports/logger";
import type { MediaProbe } from "../../lib/ports/media-probe";
import { noTracer } from "../../lib/ports/no-tracer";
import type { ObjectStore } from "../../lib/ports/object-store";
import type { Renderer } from "../../lib/ports/renderer";
import type { Tracer } from "../../lib/ports/tracer";
import type { Context, Settings } from "../../lib/services/context";
import { keyIn } from "../../lib/services/documents/documents";
import { closeCheckpoints } from "../../lib/services/runs/close-checkpoints";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { type FinalizedRun, finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { writeOutcome } from "../../lib/services/runs/slice/write-outcome";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { openMemoryPglite } from "./engine";
import { type Fault, FaultyStorage } from "./faults";
import { AT, freshWorkspaceId } from "./rows";
import { ScriptedGenerator } from "./scripted-generator";
import { SteppedClock } from "./stepped-clock";

/** Which of the two scripted providers does a generator's work, and the most it can cost. */
const WORK: Record<string, [provider: "text" | "media", costMicros: number]> = {
  ScriptGen: ["text", 9_000],
  TextToMusicPromptGen: ["text", 500],
  TextToImagePromptGen: ["text", 700],
  TextToVideoPromptGen: ["text", 700],
  ImageToVideoPromptGen: ["text", 900],
  AudioGen: ["text", 3_000],
  MusicGen: ["media", 20_000],
  ImageGen: ["media", 4_000],
  StartingImageGen: ["media", 4_000],
  TextToVideoGen: ["media", 300_000],
  ImageToVideoGen: ["media", 400_000],
};

function models(): Record<string, ModelChoice> {
  return Object.fromEntries(
    narratedVideo.generators.map(({ id }): [string, ModelChoice] => {
      const [provider, cost] = WORK[id] ?? ["local", 0];
      return [
        id,
        {
          provider,
          model: `${provider}-1`,
          modelConfig: { temperature: 0.7, zeta: { b: 1, a: 1e-7 } },
          generatorVersion: 1,
          promptTemplateVersion: "1",
          estimate: () => ({ costMicros: microUsd(cost), seconds: 2.5 }),
        },
      ];
    }),
  );
}

/** Measures the stand-ins of ScriptedGenerator: a length that depends on the bytes and is no round number. */
const probeByName: MediaProbe = {
  async probe({ bytes, mediaType }) {
    const digest = createHash("sha256").update(bytes).digest();
    const durationSeconds = 2 + (digest[0] ?? 0) / 97;
    if (mediaType.startsWith("audio/")) return { durationSeconds };
    const size = { width: 1280, height: 720 };
    return mediaType.startsWith("video/") ? { ...size, durationSeconds } : size;
  },
};

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const noRenderer: Renderer = {
  renderMp4: () => Promise.reject(new Error("No film is rendered here.")),
  posterFor: () => Promise.reject(new Error("No poster is rendered here.")),
};

/** One database for many worlds: opening takes seconds, and every world has a workspace of its own. */
let shared: Promise<Database> | undefined;

export function sharedDatabase(): Promise<Database> {
  shared ??= openMemoryPglite();
  return shared;
}

/** Everything that outlives a process: database, objects, providers, and time. Processes come and go with `start`. */
export class World {
  readonly clock = new SteppedClock();
  readonly signals = createProcessSignals();
  tracer: Tracer = noTracer;
  readonly objects: ObjectStore;
  readonly text = new ScriptedGenerator({ provider: "text", clock: this.clock });
  readonly media = new ScriptedGenerator({
    provider: "media",
    clock: this.clock,
    limit: 2,
    script: { isAsync: () => true, latencyMs: () => 3_000 },
  });
  settings: Settings = {
    defaultCeilingMicros: null,
    sliceBudgetMs: 60_000,
    sliceHardStopMs: 270_000,
    runGraceMs: 30_000,
  };
  generators: Generator[] = [this.text, this.media, createTimelineAssembler()];

  private constructor(
    readonly database: Database,
    readonly workspaceId: WorkspaceId,
    objects: ObjectStore | undefined,
  ) {
    this.objects = objects ?? createMemoryObjectStore({ now: () => this.clock.now() });
  }

  static async open(opened?: Database, objects?: ObjectStore): Promise<World> {
    const database = opened ?? (await sharedDatabase());
    const workspaceId = freshWorkspaceId();
    await database.system(({ ensureWorkspace }) => ensureWorkspace({ id: workspaceId, name: "w", at: AT }));
    return new World(database, workspaceId, objects);
  }

  /** A process, with its storage in hand and, if asked for, the write at which it dies. */
  start(fault: Fault | null = null): { ctx: Context; storage: FaultyStorage } {
    const storage = new FaultyStorage(this.clock, fault);
    const ctx: Context = {
      database: storage.database(this.database),
      objects: storage.objects(this.objects),
      generators: new Map(this.generators.map((generator) => [generator.provider, generator])),
      models: models(),
      catalogue: { providers: [], voices: [], styles: [], languages: null, hasVoice: () => true },
      renderer: noRenderer,
      mediaProbe: probeByName,
      clock: this.clock,
      // What a process has in mind dies with it.
      signals: fault === null ? this.signals : createProcessSignals(),
      tracer: this.tracer,
      // One seed for all videos: what they are made of is then the same.
      ids: { ...randomIds, seed: () => 2_654_435_769 },
      hash: nodeSha256,
      log: silent,
      settings: this.settings,
      workspaceId: this.workspaceId,
      actor: "test",
    };
    return { ctx, storage };
  }

  /** How often a job was submitted, to whichever provider. */
  submitsOf(jobId: string): number {
    return this.text.submitsOf(jobId) + this.media.submitsOf(jobId);
  }
}

/** Five jobs, of all three providers: text at once, media by asking again, and the assembler. */
export const SMALL_INPUTS = {
  InquiryPrompt: "How tides work – Ebbe & Flut",
  Duration: 10,
  ImagesPerSegment: 0,
};
export const WORKED_EXAMPLE = { InquiryPrompt: "How tides work", Duration: 30, ImagesPerSegment: 2 };

export async function createRun(
  ctx: Context,
  inputs: Record<string, unknown>,
  extra: { maxCostMicros?: number; maxTotalCostMicros?: number; export?: false } = {},
): Promise<RunRow> {
  const created = await createVideo({
    ctx,
    input: { inputs, ...extra },
    idempotency: null,
    render: createdVideoAnswer,
  });
  if (!created.fresh?.run) throw new Error("A start makes a run.");
  return created.fresh.run;
}

/** The row says all its document says: every outcome of a run is there, and rendered again it is the same bytes. Throws if not. */
export async function assertOutcomesEqualRows(
  ctx: Context,
  run: Pick<RunRow, "id" | "videoId" | "revision">,
): Promise<void> {
  const jobs = await ctx.database.tenant(ctx.workspaceId, (repositories) => repositories.jobs.ofRun(run.id));
  for (const job of jobs) {
    const path = jobOutcomePath(run.revision, job.jobId);
    if ((await ctx.objects.head(keyIn(run.videoId, path))) === null) throw new Error(`${path} is missing.`);
    await writeOutcome({ ctx, revision: run.revision, job });
  }
}

const MOST_TURNS = 400;
const AFTER_LOSING_MS = 2_000;

const STEP_TRIES = 8;

/** What the workflow does with a run, step by step: each step is tried again when it throws, until the process is dead. */
export async function driveRun(
  process: { ctx: Context; storage: FaultyStorage },
  runId: RunId,
  stepTries = STEP_TRIES,
): Promise<FinalizedRun> {
  const { ctx } = process;
  const input = { runId };
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (process.storage.isDead || attempt >= stepTries) throw error;
        await ctx.clock.sleep(AFTER_LOSING_MS);
      }
    }
  };
  const planned = await step(() => planRun({ ctx, input }));
  if (!planned.live) throw new Error("The run is over before it began.");
  for (let turn = 0; ; turn++) {
    if (turn > MOST_TURNS) throw new Error(`Stuck: ${MOST_TURNS} slices, and the run is not done.`);
    const batch = await step(async () => {
      try {
        return await executeBatch({ ctx, input });
      } catch (error) {
        if (!isReelgraphError(error) || error.code !== "stale-epoch") throw error;
        const wakeAt = new Date(ctx.clock.now().getTime() + AFTER_LOSING_MS).toISOString();
        return { done: false, wakeAt };
      }
    });
    if (batch.done) break;
    await step(() => closeCheckpoints({ ctx, input }));
    if (batch.wakeAt !== null) {
      await ctx.clock.sleep(new Date(batch.wakeAt).getTime() - ctx.clock.now().getTime());
    }
  }
  await step(() => closeCheckpoints({ ctx, input }));
  return await step(() => finalizeRun({ ctx, input }));
}
