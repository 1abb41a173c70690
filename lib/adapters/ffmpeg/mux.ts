import { writeFile } from "node:fs/promises";
import { runChild } from "./child";
import { SAMPLE_RATE } from "./loudness";
import { renderFailed } from "./render-failed";

export interface MuxOptions {
  ffmpeg: string;
  /** MP4s without sound, in order. */
  chunks: { path: string; seconds: number }[];
  /** Raw 16-bit stereo at 48 kHz. */
  audioPath: string;
  /** Where the list of chunks may be written. */
  listPath: string;
  outputPath: string;
  signal: AbortSignal;
}

/** Joins the chunks without encoding them again, encodes the sound, and puts the index in front (faststart). Throws `render-failed`. */
export async function muxFilm(options: MuxOptions): Promise<void> {
  const { ffmpeg, chunks, audioPath, listPath, outputPath, signal } = options;
  // The length is said, not read: an MP4's header rounds it up to a millisecond, which would add up over the film.
  const list = chunks.map(
    ({ path, seconds }) => `file '${path.replaceAll("'", "'\\''")}'\nduration ${seconds.toFixed(6)}\n`,
  );
  await writeFile(listPath, `ffconcat version 1.0\n${list.join("")}`);
  const joined = runChild(
    ffmpeg,
    [
      ...["-v", "error", "-nostdin", "-y"],
      ...["-f", "concat", "-safe", "0", "-i", listPath],
      ...["-f", "s16le", "-ar", String(SAMPLE_RATE), "-ac", "2", "-i", audioPath],
      ...["-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy", "-c:a", "aac", "-b:a", "160k"],
      ...["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"],
      ...["-movflags", "+faststart", "-f", "mp4", outputPath],
    ],
    signal,
  );
  await joined.catch((error: unknown) => {
    signal.throwIfAborted();
    throw renderFailed(null, error instanceof Error ? error.message : String(error));
  });
}
