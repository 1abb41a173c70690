import { writeFile } from "node:fs/promises";
import type { TimelineMusic } from "../../core/timeline/types";
import { runChild } from "./child";
import { LayerError } from "./layer-error";
import { SAMPLE_RATE } from "./loudness";
import { mixAudio, toPcm16 } from "./mix-audio";

/** The film's sound, to be mixed in a worker. */
export interface AudioJob {
  ffmpeg: string;
  fps: number;
  durationInFrames: number;
  narration: { artifact: string; path: string; startFrame: number }[];
  music: { path: string; settings: TimelineMusic } | null;
  /** Raw 16-bit stereo at 48 kHz. */
  outputPath: string;
}

export async function renderAudio(job: AudioJob, signal: AbortSignal): Promise<void> {
  const samplesAt = (frame: number) => Math.round((frame * SAMPLE_RATE) / job.fps);
  const samples = samplesAt(job.durationInFrames);
  const narration: { startSample: number; mono: Float32Array }[] = [];
  for (const { artifact, path, startFrame } of job.narration) {
    const [mono] = await decode({ job, path, artifact, channels: 1, signal });
    narration.push({ startSample: samplesAt(startFrame), mono: mono as Float32Array });
  }
  const music = await decodeMusic(job, signal);
  const pcm = toPcm16(mixAudio({ samples, narration, music }));
  signal.throwIfAborted();
  await writeFile(job.outputPath, new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
}

async function decodeMusic(job: AudioJob, signal: AbortSignal) {
  if (job.music === null) return null;
  const { path, settings } = job.music;
  const channels = await decode({ job, path, artifact: settings.artifact, channels: 2, signal });
  return { channels: channels as [Float32Array, Float32Array], settings, fps: job.fps };
}

interface DecodeOptions {
  job: AudioJob;
  path: string;
  artifact: string;
  channels: 1 | 2;
  signal: AbortSignal;
}

/** One array per channel. No more than the film's length is read. Throws a LayerError for what holds no sound. */
async function decode({ job, path, artifact, channels, signal }: DecodeOptions): Promise<Float32Array[]> {
  const seconds = String(job.durationInFrames / job.fps + 1);
  const args = [
    "-v",
    "error",
    "-nostdin",
    "-protocol_whitelist",
    "file",
    "-i",
    path,
    "-map",
    "0:a:0",
    "-t",
    seconds,
  ];
  const output = ["-ac", String(channels), "-ar", String(SAMPLE_RATE), "-f", "f32le", "pipe:1"];
  const bytes = await runChild(job.ffmpeg, [...args, ...output], signal).catch((cause: unknown) => {
    throw signal.aborted ? signal.reason : new LayerError(artifact, cause);
  });
  // A copy: views need an offset that is a multiple of four, which a pooled buffer does not promise.
  const interleaved = new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 4));
  if (interleaved.length === 0) throw new LayerError(artifact, new Error("It holds no sound."));
  if (channels === 1) return [interleaved];
  const length = Math.floor(interleaved.length / 2);
  return [0, 1].map((side) => Float32Array.from({ length }, (_, at) => interleaved[at * 2 + side] as number));
}
