import { createDiskObjectStore } from "../../lib/adapters/disk/object-store";
import { createProcessSignals } from "../../lib/adapters/node/process-signals";
import { randomIds } from "../../lib/adapters/node/random-ids";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { narratedVideo } from "../../lib/core/graph/narrated-video";
import { LOCAL_WORKSPACE_ID, type RunId } from "../../lib/core/ids";
import { ZERO_MICROS } from "../../lib/core/money/micro-usd";
import type { ModelChoice } from "../../lib/core/plan/types";
import type { Database } from "../../lib/ports/database";
import type { GeneratedOutput, GenerationRequest, Generator } from "../../lib/ports/generator";
import type { Logger } from "../../lib/ports/logger";
import { noTracer } from "../../lib/ports/no-tracer";
import { type Context, inTenant } from "../../lib/services/context";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";

/** Films with exactly so many jobs: segments, pictures in each, and segments with a clip that starts from a picture instead. */
const FILMS: Record<number, { segments: number; pictures: number; clips: number }> = {
  16: { segments: 4, pictures: 1, clips: 0 },
  100: { segments: 16, pictures: 4, clips: 0 },
  400: { segments: 57, pictures: 5, clips: 1 },
};
const SEGMENT_SECONDS = 3;

/** What an offline film of so many jobs is asked for with. */
function inputsOf(jobs: number): Record<string, unknown> {
  const film = FILMS[jobs];
  if (!film)
    throw new Error(`There is no film of ${jobs} jobs; take one of ${Object.keys(FILMS).join(", ")}.`);
  const clips = Array.from({ length: film.clips }, (_, segment) => [
    [`UseVideo[${segment}]`, true],
    [`IsImageToVideo[${segment}]`, true],
  ]);
  return {
    InquiryPrompt: "Nothing at all",
    Duration: film.segments * SEGMENT_SECONDS,
    SegmentDuration: SEGMENT_SECONDS,
    ImagesPerSegment: film.pictures,
    ...Object.fromEntries(clips.flat()),
  };
}

/** Every job is done as soon as it is asked for. The policy is that of a provider whose calls cost something. */
function noopGenerator(limit: number): Generator {
  return {
    provider: "noop",
    unknownOutcome: "resubmit-once",
    window: () => ({ key: "noop", limit }),
    deadlineMs: () => 60_000,
    async submit(request) {
      return { kind: "finished", outputs: outputsOf(request), costMicros: ZERO_MICROS };
    },
    async check() {
      throw new Error("There is nothing to collect.");
    },
    async cancel() {},
  };
}

const WORDS = { words: [{ text: "so", startSeconds: 0, endSeconds: 1 }] };

function outputsOf({ produces, seed }: GenerationRequest): GeneratedOutput[] {
  return produces.map((artifact) => {
    const isTimed = artifact.startsWith("WordTimings[");
    const text = isTimed ? JSON.stringify(WORDS) : `${artifact} ${seed}`;
    return {
      artifact,
      mediaType: isTimed ? "application/json" : "text/plain",
      bytes: new TextEncoder().encode(text),
      facts: { durationSeconds: 3 },
    };
  });
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The product's services on a database and a folder, with a provider that takes no time. */
export function noopContext(options: { database: Database; objectsDir: string; limit: number }): Context {
  const { database, objectsDir, limit } = options;
  const model: ModelChoice = {
    provider: "noop",
    model: "noop-1",
    modelConfig: {},
    generatorVersion: 1,
    promptTemplateVersion: "1",
    estimate: () => ({ costMicros: ZERO_MICROS, seconds: 1 }),
  };
  const notHere = () => Promise.reject(new Error("No film is rendered here."));
  return {
    database,
    objects: createDiskObjectStore({ root: objectsDir }),
    generators: new Map([["noop", noopGenerator(limit)]]),
    models: Object.fromEntries(narratedVideo.generators.map(({ id }) => [id, model])),
    catalogue: { providers: [], voices: [], styles: [], languages: null, hasVoice: () => true },
    renderer: { renderMp4: notHere, posterFor: notHere },
    mediaProbe: { probe: async () => ({}) },
    clock: systemClock,
    signals: createProcessSignals(),
    tracer: noTracer,
    ids: randomIds,
    hash: nodeSha256,
    log: silent,
    settings: {
      defaultCeilingMicros: null,
      sliceBudgetMs: 600_000,
      sliceHardStopMs: 900_000,
      runGraceMs: 30_000,
    },
    workspaceId: LOCAL_WORKSPACE_ID,
    actor: "bench",
  };
}

export interface NoopRun {
  jobs: number;
  planMs: number;
  /** Every job: dispatch, claim, submit, asset, ledger, outcome, events; and the checkpoints. */
  jobsMs: number;
  finalizeMs: number;
  /** Written by all jobs: their assets, and an outcome each. */
  files: number;
  /** Of jobs, in the video's log. */
  events: number;
}

/** One whole run of so many jobs. Throws unless all of them succeeded. */
export async function noopRun(ctx: Context, jobs: number): Promise<NoopRun> {
  const created = await createVideo({
    ctx,
    input: { inputs: inputsOf(jobs) },
    idempotency: null,
    render: createdVideoAnswer,
  });
  const runId = created.fresh?.run?.id as RunId;
  const input = { runId };
  const started = performance.now();
  await planRun({ ctx, input });
  const planned = performance.now();
  const { done, counts } = await executeBatch({ ctx, input });
  const made = performance.now();
  if (!done || counts.succeeded !== jobs) throw new Error(`Not ${jobs} jobs: ${JSON.stringify(counts)}`);
  await finalizeRun({ ctx, input });
  const ended = performance.now();
  const { rows, events } = await inTenant(ctx, async (repositories) => ({
    rows: await repositories.jobs.ofRun(runId),
    events: await repositories.events.ofRun({ runId, after: 0, limit: 100_000 }),
  }));
  return {
    jobs,
    planMs: planned - started,
    jobsMs: made - planned,
    finalizeMs: ended - made,
    files: rows.reduce((sum, { outputs }) => sum + (outputs?.length ?? 0) + 1, 0),
    events: events.filter(({ type }) => type.startsWith("job-")).length,
  };
}
