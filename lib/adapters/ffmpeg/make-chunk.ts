import { readFile } from "node:fs/promises";
import path from "node:path";
import type { RenderOptions } from "../../ports/renderer";
import type { FfmpegBinaries } from "./binaries";
import { saveMedia } from "./gather-assets";
import type { Asset, ChunkPlan } from "./plan-chunks";
import type { WorkerPool } from "./worker-pool";

/** What one render hands from step to step. */
export interface RenderSession {
  request: RenderOptions;
  binaries: FfmpegBinaries;
  pool: WorkerPool;
  /** Temporary files. */
  folder: string;
  signal: AbortSignal;
  assets: Map<string, Asset>;
}

export interface MadeChunk {
  key: string;
  segment: number;
  isReused: boolean;
  seconds: number;
  path: string;
}

/** Takes the chunk from an earlier film, or draws it in a worker and offers it for keeping. */
export async function makeChunk(
  session: RenderSession,
  plan: ChunkPlan,
  onFrames: (framesDone: number) => void,
): Promise<MadeChunk> {
  const { request, signal } = session;
  const { key, segment } = plan;
  signal.throwIfAborted();
  const file = path.join(session.folder, `seg${segment}.mp4`);
  const kept = (await request.reuseChunk?.({ key, segment })) ?? null;
  if (kept !== null) await saveMedia(kept, file, signal);
  else {
    await drawChunk(session, plan, file, onFrames);
    await request.storeChunk?.({ key, segment, bytes: await readFile(file) });
  }
  onFrames(plan.durationInFrames);
  const seconds = plan.durationInFrames / request.timeline.fps;
  return { key, segment, isReused: kept !== null, seconds, path: file };
}

async function drawChunk(
  { request, binaries, pool, signal }: RenderSession,
  { durationInFrames, layers }: ChunkPlan,
  outputPath: string,
  onFrames: (framesDone: number) => void,
): Promise<void> {
  const { width, height, fps } = request.timeline;
  const { ffmpeg } = binaries;
  // Encoders run side by side, one for each worker: a thread each keeps every core busy.
  const job = { ffmpeg, width, height, fps, durationInFrames, layers, outputPath, encoderThreads: 1 };
  await pool.run({ task: { kind: "chunk", job }, onFrames, signal });
}
