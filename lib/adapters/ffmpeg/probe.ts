import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { GeneratorFailure } from "../../core/run/failure";
import type { MediaFacts, MediaProbe } from "../../ports/media-probe";
import type { FfmpegBinaries } from "./binaries";
import { runChild, startChild } from "./child";
import { SAMPLE_RATE } from "./loudness";

const streamSchema = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  duration: z.coerce.number().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
});
const outputSchema = z.object({
  format: z.object({ duration: z.coerce.number().optional() }),
  streams: z.array(streamSchema),
});

type Stream = z.infer<typeof streamSchema>;

interface Opened {
  tools: FfmpegBinaries;
  file: string;
}

/**
 * The media-probe port with ffprobe and ffmpeg. Everything is decoded to its end: a header promises, a decoder knows.
 * Sound is measured by counting its samples, because the headers of MP3s guess.
 */
export function createFfmpegProbe({ binaries }: { binaries: () => Promise<FfmpegBinaries> }): MediaProbe {
  return {
    async probe({ bytes, mediaType }) {
      const tools = await binaries();
      // A file, not a pipe: an MP4 may have its index at the end.
      const folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-probe-"));
      try {
        const file = path.join(folder, "media");
        await writeFile(file, bytes);
        return await measure({ tools, file }, mediaType);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function measure(opened: Opened, mediaType: string): Promise<MediaFacts> {
  const { format, streams } = await readHeaders(opened, mediaType);
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const video = streams.find((stream) => stream.codec_type === "video" && !stream.disposition?.attached_pic);
  if (mediaType.startsWith("audio/")) {
    if (audio === undefined) throw notPlayable(mediaType, "it holds no sound");
    return { durationSeconds: await countSeconds(opened, audio, mediaType) };
  }
  if (!video?.width || !video.height) throw notPlayable(mediaType, "it holds no picture");
  await decodePictures(opened, video, mediaType);
  const size = { width: video.width, height: video.height };
  if (mediaType.startsWith("image/")) return size;
  const durationSeconds = video.duration ?? format.duration ?? 0;
  if (!(durationSeconds > 0)) throw notPlayable(mediaType, "it has no length");
  return { ...size, durationSeconds };
}

async function readHeaders({ tools, file }: Opened, mediaType: string) {
  const args = ["-v", "error", "-show_format", "-show_streams", "-of", "json", file];
  try {
    return outputSchema.parse(JSON.parse((await runChild(tools.ffprobe, args)).toString("utf8")));
  } catch (error) {
    throw notPlayable(
      mediaType,
      error instanceof z.ZodError ? "its format is unknown" : reasonOf(error, file),
      error,
    );
  }
}

async function decodePictures({ tools, file }: Opened, { index }: Stream, mediaType: string): Promise<void> {
  const args = ["-v", "error", "-xerror", "-nostdin", "-i", file, "-map", `0:${index}`, "-f", "null", "-"];
  await runChild(tools.ffmpeg, args).catch((error: unknown) => {
    throw notPlayable(mediaType, reasonOf(error, file), error);
  });
}

/** Counts the samples of the decoded sound. */
async function countSeconds({ tools, file }: Opened, { index }: Stream, mediaType: string): Promise<number> {
  const args = ["-v", "error", "-xerror", "-nostdin", "-i", file, "-map", `0:${index}`];
  const output = ["-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "pipe:1"];
  const { child, finished } = startChild(tools.ffmpeg, [...args, ...output]);
  child.stdin.end();
  let bytes = 0;
  child.stdout.on("data", (part: Buffer) => {
    bytes += part.length;
  });
  await finished.catch((error: unknown) => {
    throw notPlayable(mediaType, reasonOf(error, file), error);
  });
  if (bytes === 0) throw notPlayable(mediaType, "its sound is empty");
  return bytes / 2 / SAMPLE_RATE;
}

/** The last line, without the name of our temporary file. */
function reasonOf(error: unknown, file: string): string {
  const words = error instanceof Error ? error.message : String(error);
  return (words.trim().split("\n").at(-1) ?? "").replaceAll(file, "the file");
}

function notPlayable(mediaType: string, why: string, cause?: unknown): GeneratorFailure {
  const message = `What came back is not playable ${mediaType}: ${why}.`;
  return new GeneratorFailure({ failureClass: "validation", message, cause });
}
