import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface Encoder {
  /** Resolves when the frame's buffer may be used again. Rejects with ffmpeg's reason when it has ended. */
  write(frame: Uint8Array): Promise<void>;
  /** Ends the film and gives its bytes. */
  finish(): Promise<Uint8Array>;
  /** Ends the process, if it still runs, and removes its file. */
  close(): Promise<void>;
}

/** Enough for ffmpeg's reason of failure, bounded whatever it says. */
const LAST_WORDS = 2_000;

const COLOURS = [
  "-color_range",
  "tv",
  "-colorspace",
  "bt709",
  "-color_primaries",
  "bt709",
  "-color_trc",
  "bt709",
];

/**
 * Starts ffmpeg on raw yuv420p frames. One thread and no names or dates: the same frames give the same bytes. The MP4
 * is written to a file, for its index moves to the front at the end, which a pipe does not allow.
 */
export function startEncoder(options: {
  ffmpegPath: string;
  width: number;
  height: number;
  fps: number;
  signal: AbortSignal | undefined;
}): Encoder {
  const { ffmpegPath, width, height, fps, signal } = options;
  signal?.throwIfAborted();
  const file = path.join(os.tmpdir(), `reelgraph-clip-${randomUUID()}.mp4`);
  const child = spawn(
    ffmpegPath,
    [
      ...["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${width}x${height}`],
      ...["-r", String(fps), ...COLOURS, "-i", "pipe:0"],
      ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p", "-threads", "1"],
      ...[
        "-g",
        String(fps * 2),
        ...COLOURS,
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
      ],
      ...["-movflags", "+faststart", "-f", "mp4", file],
    ],
    { stdio: ["pipe", "ignore", "pipe"], windowsHide: true },
  );
  let lastWords = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  // A process that dies early closes its pipe; its own words say why.
  child.stdin.on("error", () => {});
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", kill, { once: true });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new Error(`ffmpeg could not be started: ${cause.message}`, { cause })),
    );
    child.once("close", (code, killedBy) => {
      signal?.removeEventListener("abort", kill);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else
        reject(
          new Error(
            `ffmpeg could not encode the clip: ${lastWords.trim() || `ended with ${killedBy ?? `code ${code}`}`}`,
          ),
        );
    });
  });
  ended.catch(() => {});
  return {
    async write(frame) {
      const written = new Promise<void>((resolve, reject) => {
        child.stdin.write(frame, (error) => (error ? reject(error) : resolve()));
      });
      const early = ended.then(() => {
        throw new Error("ffmpeg ended before the clip did");
      });
      early.catch(() => {});
      await Promise.race([written, early]).catch(async (error: unknown) => {
        // The broken pipe is seen before its reason.
        await ended;
        throw new Error("ffmpeg ended before the clip did", { cause: error });
      });
    },
    async finish() {
      child.stdin.end();
      await ended;
      return new Uint8Array(await readFile(file));
    },
    async close() {
      kill();
      await ended.catch(() => {});
      await rm(file, { force: true });
    },
  };
}
