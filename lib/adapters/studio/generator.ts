import { ZERO_MICROS } from "../../core/money/micro-usd";
import { GeneratorFailure, isGeneratorFailure } from "../../core/run/failure";
import { frameSize } from "../../core/timeline/assembly-input";
import type {
  CheckResult,
  GeneratedOutput,
  GenerationRequest,
  Generator,
  SubmitResult,
} from "../../ports/generator";
import type { PredictionStore } from "./predictions";
import type { StudioPool } from "./studio-pool";
import { textOf } from "./upstream-text";
import type { StudioResult, StudioTask } from "./worker";
import { writeText } from "./write-text";

export interface StudioOptions {
  pool: StudioPool;
  predictions: PredictionStore;
  ffmpegPath: () => Promise<string>;
  now: () => number;
  /** Scales the simulated latencies of real providers; 0 = as fast as this machine is (`REELGRAPH_TIME_SCALE`). */
  timeScale: number;
}

/** Typical seconds of the real providers, which `timeScale` simulates (graph.md, Planning). */
const SIMULATED_SECONDS: Record<string, number> = {
  ScriptGen: 50,
  TextToMusicPromptGen: 5,
  TextToImagePromptGen: 5,
  TextToVideoPromptGen: 5,
  ImageToVideoPromptGen: 5,
  AudioGen: 10,
  MusicGen: 10,
  ImageGen: 30,
  StartingImageGen: 30,
  TextToVideoGen: 90,
  ImageToVideoGen: 120,
};

const MEDIA = new Set(["MusicGen", "ImageGen", "StartingImageGen", "TextToVideoGen", "ImageToVideoGen"]);
const CLIP_SIZE = { width: 1280, height: 720 };
const CLIP_FPS = 24;
const CHECK_AGAIN_MS = 200;

/**
 * The offline studio: writes, speaks, draws, plays and films on this machine, without a key and without cost. Text and speech answer
 * in `submit`; media is accepted there and collected with `check`, like Replicate's. Nothing is bought and the same request gives
 * the same bytes, so an unknown outcome is simply repeated.
 */
export function createStudioGenerator(options: StudioOptions): Generator {
  const { pool, predictions, now } = options;
  const drawing = new Map<string, Promise<StudioResult>>();

  /** Starts the work once per prediction; a failed attempt is forgotten, so that the next check tries again. */
  function workOn(id: string, task: StudioTask): Promise<StudioResult> {
    const running = drawing.get(id);
    if (running) return running;
    const started = pool.run(task, new AbortController().signal);
    drawing.set(id, started);
    started.catch(() => drawing.delete(id));
    return started;
  }

  return {
    provider: "studio",
    unknownOutcome: "repeatable",
    // Text is instant; everything else is computation, so more at once than threads only queues.
    window: (genId) =>
      MEDIA.has(genId) ? { key: "studio:media", limit: pool.size } : { key: "studio:text", limit: 5 },
    deadlineMs: () => 90_000 + 240_000 * options.timeScale,
    async submit(request, signal): Promise<SubmitResult> {
      if (MEDIA.has(request.genId)) {
        const latencyMs = latencyOf(options, request.genId);
        const task = await mediaTask(options, request);
        const prediction = await predictions.create({ task, latencyMs, now: now() });
        workOn(prediction.id, task).catch(() => {});
        return {
          kind: "accepted",
          providerRequestId: prediction.id,
          checkAfterMs: Math.max(latencyMs, CHECK_AGAIN_MS),
        };
      }
      await delay(latencyOf(options, request.genId), signal);
      const outputs =
        request.genId === "AudioGen" ? await speak(pool, request, signal) : await writeText(request);
      return { kind: "finished", outputs, costMicros: ZERO_MICROS };
    },
    async check({ providerRequestId, request }): Promise<CheckResult> {
      const prediction = await predictions.find(providerRequestId);
      if (!prediction) {
        throw new GeneratorFailure({
          failureClass: "retryable",
          providerErrorCode: "prediction-unknown",
          message: `The studio does not know the prediction ${providerRequestId} any more.`,
        });
      }
      const remaining = prediction.createdAt + prediction.latencyMs - now();
      const work = workOn(prediction.id, prediction.task).catch(toFailure);
      if (remaining > 0) return { kind: "pending", checkAfterMs: remaining };
      const result = await Promise.race([work, delay(CHECK_AGAIN_MS, new AbortController().signal)]);
      if (!result) return { kind: "pending", checkAfterMs: CHECK_AGAIN_MS };
      if (isGeneratorFailure(result)) throw result;
      // The prediction stays: a crash can come before the result is stored, and then it is asked for again. Its day takes it.
      drawing.delete(prediction.id);
      return { kind: "finished", outputs: [mediaOutput(request, result)], costMicros: ZERO_MICROS };
    },
    async cancel(id) {
      drawing.delete(id);
      await predictions.remove(id);
    },
  };
}

/** The work itself has failed, whatever went wrong in its thread: asking again for the same prediction would not help. */
function toFailure(cause: unknown): GeneratorFailure {
  if (isGeneratorFailure(cause)) return cause;
  const message = `The studio could not make it: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new GeneratorFailure({ failureClass: "retryable", message, cause });
}

function latencyOf(options: StudioOptions, genId: string): number {
  return (SIMULATED_SECONDS[genId] ?? 5) * 1000 * options.timeScale;
}

async function delay(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  signal.throwIfAborted();
  if (milliseconds <= 0) return undefined;
  return await new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve(undefined);
    }, milliseconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}

async function speak(
  pool: StudioPool,
  request: GenerationRequest,
  signal: AbortSignal,
): Promise<GeneratedOutput[]> {
  const text = await textOf(request, "NarrationSegmentScript", "SegmentNarrationInput");
  const task = {
    kind: "speech" as const,
    text,
    voice: String(request.inputs.VoiceId ?? "default"),
    emotion: String(request.inputs.Emotion ?? "neutral"),
    seed: request.seed,
  };
  const { bytes, words } = await pool.run(task, signal);
  return request.produces.map((artifact) =>
    artifact.startsWith("WordTimings")
      ? {
          artifact,
          mediaType: "application/json",
          bytes: new TextEncoder().encode(JSON.stringify({ words })),
        }
      : { artifact, mediaType: "audio/wav", bytes },
  );
}

async function mediaTask(options: StudioOptions, request: GenerationRequest): Promise<StudioTask> {
  const { seed, genId, inputs, frozen } = request;
  const ffmpegPath = await options.ffmpegPath();
  const style = String(inputs.ImageStyle ?? frozen.ImageStyle ?? "cinematic");
  switch (genId) {
    case "MusicGen":
      return {
        kind: "music",
        prompt: await textOf(request, "MusicPrompt", "MusicPrompt"),
        seconds: Number(inputs.Duration),
        seed,
        ffmpegPath,
      };
    case "ImageGen":
      return {
        kind: "picture",
        prompt: await textOf(request, "SegmentImagePrompt", "SegmentImagePromptInput"),
        style,
        ...frameSize({ Size: inputs.Size, AspectRatio: inputs.AspectRatio } as Parameters<
          typeof frameSize
        >[0]),
        seed,
      };
    case "StartingImageGen":
      return {
        kind: "picture",
        prompt: await textOf(request, "StartingImagePrompt", "StartingImagePromptInput"),
        style,
        ...CLIP_SIZE,
        seed,
      };
    case "TextToVideoGen": {
      const direction = await textOf(request, "TextToMovieDirectionPrompt", "MovieDirectionPromptInput");
      return { kind: "clip", scene: { prompt: direction }, direction, ...clipOf(request), ffmpegPath };
    }
    case "ImageToVideoGen": {
      const direction = await textOf(request, "ImageToMovieDirectionPrompt", "MovieDirectionPromptInput");
      const image = [...request.artifacts].find(([name]) => name.startsWith("StartingImage["));
      if (!image)
        throw new GeneratorFailure({ failureClass: "permanent", message: `${request.jobId} got no image.` });
      return {
        kind: "clip",
        scene: { picture: await image[1].read() },
        direction,
        ...clipOf(request),
        ffmpegPath,
      };
    }
    default:
      throw new GeneratorFailure({ failureClass: "permanent", message: `The studio has no ${genId}.` });
  }
}

/** Clips are as long as a segment is planned; the timeline fits them to the measured narration. */
function clipOf(request: GenerationRequest) {
  const seconds = Number(request.frozen.SegmentDuration ?? 10);
  return {
    style: String(request.frozen.ImageStyle ?? "cinematic"),
    ...CLIP_SIZE,
    seconds,
    fps: CLIP_FPS,
    seed: request.seed,
  };
}

function mediaOutput(request: GenerationRequest, result: StudioResult): GeneratedOutput {
  const artifact = request.produces[0] ?? "";
  const mediaType =
    request.genId === "MusicGen"
      ? "audio/mpeg"
      : request.genId === "ImageGen" || request.genId === "StartingImageGen"
        ? "image/png"
        : "video/mp4";
  return { artifact, mediaType, bytes: new Uint8Array(result.bytes) };
}
