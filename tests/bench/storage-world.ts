import { createTimelineAssembler } from "../../lib/adapters/local/timeline-assembler";
import { createMemoryDatabase } from "../../lib/adapters/memory/database";
import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { systemClock } from "../../lib/adapters/node/system-clock";
import { LOCAL_WORKSPACE_ID } from "../../lib/core/ids";
import { ZERO_MICROS } from "../../lib/core/money/micro-usd";
import { parseIndexedName } from "../../lib/core/naming/asset-path";
import type { Database, RunRow } from "../../lib/ports/database";
import type { GeneratedOutput, GenerationRequest, Generator } from "../../lib/ports/generator";
import type { ObjectStore } from "../../lib/ports/object-store";
import type { Context } from "../../lib/services/context";
import { closeCheckpoints } from "../../lib/services/runs/close-checkpoints";
import { createRun as createNextRun } from "../../lib/services/runs/create-run";
import { executeBatch } from "../../lib/services/runs/execute-batch";
import { finalizeRun } from "../../lib/services/runs/finalize-run";
import { planRun } from "../../lib/services/runs/plan-run";
import { createVideo } from "../../lib/services/videos/create-video";
import { createdVideoAnswer } from "../../lib/services/videos/created-video-answer";
import { editInputs } from "../../lib/services/videos/edit-inputs";
import { noopContext } from "./noop-world";

const KB = 1024;
const SEGMENT_SECONDS = 10;
/** What providers deliver at these settings, roughly: a 720p picture, ten seconds of speech as WAV, music as MP3, a clip. */
export const ASSET_BYTES: Record<string, number> = {
  SegmentImageAsset: 600 * KB,
  StartingImage: 600 * KB,
  SegmentNarrationAudio: 470 * KB,
  Music: 960 * KB,
  SegmentVideo: 3_000 * KB,
};
const MEDIA_TYPES: Record<string, string> = {
  SegmentImageAsset: "image/png",
  StartingImage: "image/png",
  SegmentNarrationAudio: "audio/wav",
  Music: "audio/mpeg",
  SegmentVideo: "video/mp4",
};
/** Thirty words, as ten seconds of speech have. */
const WORDS = Array.from({ length: 30 }, (_, word) => ({
  text: `word${word}`,
  startSeconds: word / 3,
  endSeconds: (word + 1) / 3,
}));

export const FILMS: Record<string, Record<string, unknown>> = {
  "n6 m2 images": film(6, 2),
  "n6 m2 clips": { ...film(6, 2), UseVideo: true },
  "n6 m2 clips from images": { ...film(6, 2), UseVideo: true, IsImageToVideo: true },
  "n18 m5 images": film(18, 5),
  "n18 m5 clips": { ...film(18, 5), UseVideo: true },
  "n18 m5 clips from images": { ...film(18, 5), UseVideo: true, IsImageToVideo: true },
};

export function film(segments: number, pictures: number): Record<string, unknown> {
  return {
    InquiryPrompt: "How tides work",
    Duration: segments * SEGMENT_SECONDS,
    ImagesPerSegment: pictures,
  };
}

/** Answers at once; `scale` 0 makes the media as small as can be. */
function sizedGenerator(scale: number): Generator {
  return {
    provider: "noop",
    unknownOutcome: "resubmit-once",
    window: () => ({ key: "noop", limit: 8 }),
    deadlineMs: () => 60_000,
    async submit(request) {
      return {
        kind: "finished",
        outputs: request.produces.map((artifact) => output(artifact, request, scale)),
        costMicros: ZERO_MICROS,
      };
    },
    async check() {
      throw new Error("There is nothing to collect.");
    },
    async cancel() {},
  };
}

function output(artifact: string, request: GenerationRequest, scale: number): GeneratedOutput {
  const { name } = parseIndexedName(artifact);
  const encode = (text: string) => new TextEncoder().encode(text);
  const named = `${artifact} ${request.seed} ${JSON.stringify(request.inputs)}`;
  const size = ASSET_BYTES[name];
  if (size !== undefined) {
    const bytes = new Uint8Array(Math.max(named.length * 2, Math.round(size * scale)));
    bytes.set(encode(named));
    return { artifact, mediaType: MEDIA_TYPES[name] ?? "", bytes, facts: { durationSeconds: 10 } };
  }
  if (name === "WordTimings") {
    return { artifact, mediaType: "application/json", bytes: encode(JSON.stringify({ words: WORDS })) };
  }
  // A segment's narration or a prompt: two or three sentences.
  return { artifact, mediaType: "text/plain", bytes: encode(named.padEnd(240, " and so on")) };
}

export interface Traffic {
  requests: Record<string, number>;
  /** Bytes of the bodies sent and received. */
  putBytes: number;
  gotBytes: number;
}

/** The store, with its traffic counted. */
export function counted(inner: ObjectStore): { objects: ObjectStore; take(): Traffic } {
  let traffic: Traffic = { requests: {}, putBytes: 0, gotBytes: 0 };
  const note = (what: string) => {
    traffic.requests[what] = (traffic.requests[what] ?? 0) + 1;
  };
  const objects: ObjectStore = {
    ...inner,
    async put(options) {
      note("put");
      if (!(options.body instanceof Uint8Array)) throw new Error("A stream has no length to count.");
      traffic.putBytes += options.body.length;
      return await inner.put(options);
    },
    async get(key, range) {
      note("get");
      const body = await inner.get(key, range);
      traffic.gotBytes += body?.head.bytes ?? 0;
      return body;
    },
    async head(key) {
      note("head");
      return await inner.head(key);
    },
    async list(options) {
      note("list");
      return await inner.list(options);
    },
    async copy(options) {
      note("copy");
      return await inner.copy(options);
    },
    async delete(keys) {
      note("delete");
      return await inner.delete(keys);
    },
  };
  return {
    objects,
    take() {
      const taken = traffic;
      traffic = { requests: {}, putBytes: 0, gotBytes: 0 };
      return taken;
    },
  };
}

/** The product's services on these, with a provider that takes no time and delivers media of `scale` times their usual size. */
export async function storageContext(options: {
  database?: Database;
  objects?: ObjectStore;
  scale: number;
}): Promise<Context> {
  const database = options.database ?? createMemoryDatabase();
  const objects = options.objects ?? createMemoryObjectStore({ now: () => systemClock.now() });
  await database.system(({ ensureWorkspace }) =>
    ensureWorkspace({ id: LOCAL_WORKSPACE_ID, name: "Local", at: new Date() }),
  );
  const base = noopContext({ database, objectsDir: "nowhere", limit: 8 });
  const assembler = createTimelineAssembler();
  const generators = [sizedGenerator(options.scale), assembler];
  const { TimelineAssembler } = base.models;
  if (!TimelineAssembler) throw new Error("The blueprint has no assembler.");
  return {
    ...base,
    objects,
    generators: new Map(generators.map((generator) => [generator.provider, generator])),
    models: { ...base.models, TimelineAssembler: { ...TimelineAssembler, provider: assembler.provider } },
  };
}

/** A whole generation. Throws unless it succeeded. */
export async function generate(ctx: Context, inputs: Record<string, unknown>): Promise<RunRow> {
  const created = await createVideo({
    ctx,
    input: { inputs, export: false },
    idempotency: null,
    render: createdVideoAnswer,
  });
  return await driven(ctx, created.fresh?.run ?? null);
}

/** The same video after an edit: a dirty run of what the edit touches. */
export async function regenerate(
  ctx: Context,
  id: RunRow["videoId"],
  patch: Record<string, unknown>,
): Promise<RunRow> {
  await editInputs({ ctx, input: { id, patch, seen: null } });
  const { fresh } = await createNextRun({
    ctx,
    input: { id, mode: "dirty", export: false },
    idempotency: null,
    render: () => ({ status: 202, headers: {}, body: "" }),
  });
  return await driven(ctx, fresh?.run ?? null);
}

async function driven(ctx: Context, run: RunRow | null): Promise<RunRow> {
  if (run === null) throw new Error("There was nothing to do.");
  const input = { runId: run.id };
  await planRun({ ctx, input });
  const { done, counts } = await executeBatch({ ctx, input });
  if (!done || counts.failed + counts.blocked > 0) throw new Error(`Not all made: ${JSON.stringify(counts)}`);
  await closeCheckpoints({ ctx, input });
  await finalizeRun({ ctx, input });
  return run;
}
