import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { resolveBinaries } from "../../lib/adapters/ffmpeg/binaries";

const run = promisify(execFile);
const WIDTH = 64;
const HEIGHT = 36;

const binaries = resolveBinaries({ env: process.env, projectRoot: process.cwd() });

export interface FilmFacts {
  durationSeconds: number;
  streams: { codec: string; type: string; durationSeconds: number; frames: number }[];
}

/** What ffprobe, which knows nothing of us, says of a media file. */
export async function probeFilm(file: string): Promise<FilmFacts> {
  const { ffprobe } = await binaries;
  const { stdout } = await run(ffprobe, [
    ...["-v", "error", "-count_frames", "-show_format", "-show_streams", "-of", "json"],
    file,
  ]);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_name: string; codec_type: string; duration: string; nb_read_frames: string }[];
  };
  return {
    durationSeconds: Number(format.duration),
    streams: streams.map((stream) => ({
      codec: stream.codec_name,
      type: stream.codec_type,
      durationSeconds: Number(stream.duration),
      frames: Number(stream.nb_read_frames),
    })),
  };
}

/** Grey frames of a film, small, one every `everySeconds`. */
export async function sampleFrames(file: string, everySeconds: number): Promise<Uint8Array[]> {
  const { ffmpeg } = await binaries;
  const filter = `fps=1/${everySeconds},scale=${WIDTH}:${HEIGHT},format=gray`;
  const { stdout } = await run(ffmpeg, ["-v", "error", "-i", file, "-vf", filter, "-f", "rawvideo", "-"], {
    encoding: "buffer",
    maxBuffer: 64 * 1024 * 1024,
  });
  const size = WIDTH * HEIGHT;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, index) =>
    stdout.subarray(index * size, (index + 1) * size),
  );
}

/** Mean of the absolute differences, 0…255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}

/** How many frames differ from every frame chosen before them by more than `threshold`. */
export function countDistinct(frames: readonly Uint8Array[], threshold: number): number {
  const chosen: Uint8Array[] = [];
  for (const frame of frames) {
    if (chosen.every((other) => difference(frame, other) > threshold)) chosen.push(frame);
  }
  return chosen.length;
}

/** Root mean square of the sound per second, 0…1. */
export async function loudnessPerSecond(file: string): Promise<number[]> {
  const { ffmpeg } = await binaries;
  const rate = 8_000;
  const { stdout } = await run(
    ffmpeg,
    ["-v", "error", "-i", file, "-map", "0:a", "-ac", "1", "-ar", String(rate), "-f", "s16le", "-"],
    { encoding: "buffer", maxBuffer: 64 * 1024 * 1024 },
  );
  const seconds = Math.floor(stdout.length / 2 / rate);
  return Array.from({ length: seconds }, (_, second) => {
    let sum = 0;
    for (let index = 0; index < rate; index++) sum += stdout.readInt16LE((second * rate + index) * 2) ** 2;
    return Math.sqrt(sum / rate) / 32_768;
  });
}
