import { copyFile, mkdtemp, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isReelgraphError } from "../../core/errors";
import type { RenderedFilm, Renderer, RenderOptions } from "../../ports/renderer";
import type { FfmpegBinaries } from "./binaries";
import { type DrawCard, drawCards, gatherAssets } from "./gather-assets";
import { type MadeChunk, makeChunk, type RenderSession } from "./make-chunk";
import { muxFilm } from "./mux";
import { type ChunkPlan, planChunks } from "./plan-chunks";
import { posterFor } from "./poster";
import { createProgress } from "./progress";
import type { AudioJob } from "./render-audio";
import { verifyFilm } from "./verify-film";
import type { WorkerPool } from "./worker-pool";

export interface FfmpegRendererOptions {
  binaries: () => Promise<FfmpegBinaries>;
  pool: WorkerPool;
  /** Without it the renderer draws plain cards itself. */
  drawCard?: DrawCard;
}

/** The renderer port with ffmpeg: frames drawn in worker threads, one chunk per segment, joined by stream copy. */
export function createFfmpegRenderer(options: FfmpegRendererOptions): Renderer {
  return {
    renderMp4: (request) => renderMp4(options, request),
    async posterFor(request) {
      return await posterFor((await options.binaries()).ffmpeg, request);
    },
  };
}

async function renderMp4(options: FfmpegRendererOptions, request: RenderOptions): Promise<RenderedFilm> {
  request.signal?.throwIfAborted();
  const binaries = await options.binaries();
  const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-render-"));
  try {
    const signal = request.signal ?? new AbortController().signal;
    const assets = await gatherAssets({ ...request, folder, signal });
    const cards = await drawCards({ ...request, drawCard: options.drawCard, folder, signal });
    const plans = planChunks(request.timeline, (visual) => {
      const asset = visual.artifact === null ? cards.get(visual) : assets.get(visual.artifact);
      return asset ?? null;
    });
    const session = { request, binaries, pool: options.pool, folder, signal, assets };
    return await makeFilm(session, plans).catch(async (error) => {
      // Not the fault of an artifact: perhaps of a kept chunk that was damaged. Once more, without any.
      const isOurs = isReelgraphError(error) && error.details?.artifact === undefined;
      if (signal.aborted || !isOurs || request.reuseChunk === undefined) throw error;
      return await makeFilm({ ...session, request: { ...request, reuseChunk: undefined } }, plans);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFilm(session: RenderSession, plans: readonly ChunkPlan[]): Promise<RenderedFilm> {
  const { request, binaries, folder, signal } = session;
  const { timeline, outputPath } = request;
  const progress = createProgress(timeline.durationInFrames, request.onProgress);
  const sound = soundJob(session);
  const chunks = await makeParts(session, sound, plans, progress.report);
  const film = path.join(folder, "film.mp4");
  await muxFilm({
    ffmpeg: binaries.ffmpeg,
    chunks,
    audioPath: sound.outputPath,
    listPath: path.join(folder, "chunks.txt"),
    outputPath: film,
    signal,
  });
  const durationSeconds = await verifyFilm({ ffprobe: binaries.ffprobe, path: film, timeline, signal });
  await moveInto(outputPath, film);
  progress.finish();
  return {
    path: outputPath,
    bytes: (await stat(outputPath)).size,
    durationSeconds,
    chunks: chunks.map(({ key, segment, isReused }) => ({ key, segment, isReused })),
  };
}

/** Sound and chunks side by side. The first failure stops the rest, and nothing is left running when this settles. */
async function makeParts(
  session: RenderSession,
  sound: AudioJob,
  plans: readonly ChunkPlan[],
  report: (segment: number, framesDone: number) => void,
): Promise<MadeChunk[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([session.signal, failure.signal]);
  const stopOthers = (error: unknown) => {
    failure.abort(error);
    throw error;
  };
  const mixed = session.pool.run({ task: { kind: "audio", job: sound }, signal }).catch(stopOthers);
  const drawn = plans.map((plan) =>
    makeChunk({ ...session, signal }, plan, (frames) => report(plan.segment, frames)).catch(stopOthers),
  );
  await Promise.allSettled([mixed, ...drawn]);
  signal.throwIfAborted();
  return await Promise.all(drawn);
}

function soundJob({ request: { timeline }, binaries, folder, assets }: RenderSession): AudioJob {
  const pathOf = (artifact: string) => assets.get(artifact)?.path ?? "";
  const music = timeline.music;
  return {
    ffmpeg: binaries.ffmpeg,
    fps: timeline.fps,
    durationInFrames: timeline.durationInFrames,
    narration: timeline.segments.flatMap(({ narration: { artifact }, startFrame }) =>
      artifact === null ? [] : [{ artifact, path: pathOf(artifact), startFrame }],
    ),
    music: music === undefined ? null : { path: pathOf(music.artifact), settings: music },
    outputPath: path.join(folder, "sound.raw"),
  };
}

/** Complete or not there: the temporary folder may be on another disk, so copy beside the target, then rename. */
async function moveInto(outputPath: string, file: string): Promise<void> {
  const partial = `${outputPath}.partial`;
  try {
    await copyFile(file, partial);
    await rename(partial, outputPath);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
