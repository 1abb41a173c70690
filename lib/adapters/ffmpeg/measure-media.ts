import { z } from "zod";
import { ReelgraphError } from "../../core/errors";
import { assertBearable, MEDIA_BOUNDS } from "../../core/media/bounds";
import type { FilmMediaType } from "../../core/media/inspect-media";
import { Unfit } from "../../core/media/unfit";
import { familyOf } from "../../core/media-type";
import type { MediaFacts } from "../../ports/media-probe";
import type { FfmpegBinaries } from "./binaries";
import { NotOurDoing, type RunningChild } from "./child";
import { MOST_BLOCK_BYTES, startGuardedChild } from "./guarded-child";
import { SAMPLE_RATE } from "./loudness";

const MOST_MS = 180_000;
/** Descriptions of streams are short, unless somebody means them to be long. */
const MOST_DESCRIPTION = 4_000_000;

const PCM = "pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le";
const AV1 = "libdav1d,libaom-av1,av1";
const VP = "vp8,libvpx,vp9,libvpx-vp9";

/** What reads each format, so that bytes are never taken for a playlist, a script or anything else that names files and hosts. */
const READERS: Record<FilmMediaType, { demuxer: string; decoders: string }> = {
  "image/png": { demuxer: "png_pipe", decoders: "png" },
  "image/jpeg": { demuxer: "jpeg_pipe", decoders: "mjpeg" },
  "image/webp": { demuxer: "webp_pipe", decoders: "webp" },
  "audio/wav": { demuxer: "wav", decoders: PCM },
  "audio/mpeg": { demuxer: "mp3", decoders: "mp3float,mp3" },
  "audio/ogg": { demuxer: "ogg", decoders: "opus,libopus,vorbis,libvorbis,flac" },
  "audio/flac": { demuxer: "flac", decoders: "flac" },
  "video/mp4": { demuxer: "mov", decoders: `h264,hevc,mpeg4,${AV1},${VP},aac,mp3float,mp3,opus,libopus,ac3` },
  "video/webm": { demuxer: "matroska", decoders: `${VP},${AV1},opus,libopus,vorbis,libvorbis` },
};

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
  mediaType: FilmMediaType;
  signal: AbortSignal;
}

/**
 * Decodes a file to its end, as the format it was found to be and as nothing else: a header promises, a decoder knows. Sound is measured
 * by counting its samples, because the headers of MP3s guess. Throws Unfit with what is wrong; reads no other file, opens no
 * connection, and takes a bounded amount of time and memory.
 */
export async function measureMedia(options: {
  tools: FfmpegBinaries;
  file: string;
  mediaType: FilmMediaType;
}): Promise<MediaFacts> {
  const opened: Opened = { ...options, signal: AbortSignal.timeout(MOST_MS) };
  try {
    return await measure(opened);
  } catch (error) {
    if (opened.signal.aborted) throw new Unfit("decoding it takes too long");
    throw error instanceof NotOurDoing ? decoderLost(error) : error;
  }
}

async function measure(opened: Opened): Promise<MediaFacts> {
  const { mediaType } = opened;
  const { format, streams } = await readHeaders(opened);
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const video = streams.find((stream) => stream.codec_type === "video" && !stream.disposition?.attached_pic);
  if (mediaType.startsWith("audio/")) {
    if (audio === undefined) throw new Unfit("it holds no sound");
    return { durationSeconds: await countSeconds(opened, audio) };
  }
  if (!video?.width || !video.height) throw new Unfit("it holds no picture");
  const size = { width: video.width, height: video.height };
  const durationSeconds = video.duration ?? format.duration ?? 0;
  assertBearable(familyOf(mediaType) ?? "image", size);
  if (mediaType.startsWith("video/")) {
    if (!(durationSeconds > 0)) throw new Unfit("it has no length");
    assertShort(opened, durationSeconds);
  }
  await decodePictures(opened, video);
  return mediaType.startsWith("image/") ? size : { ...size, durationSeconds };
}

function assertShort({ mediaType }: Opened, seconds: number): void {
  const { maxSeconds } = MEDIA_BOUNDS[familyOf(mediaType) ?? "video"];
  if (seconds > maxSeconds) throw new Unfit(`it lasts longer than ${maxSeconds} seconds`);
}

/** Before the input: how it may be read. */
function reading({ file, mediaType }: Opened): string[] {
  const { demuxer, decoders } = READERS[mediaType];
  const { maxPixels } = MEDIA_BOUNDS[familyOf(mediaType) ?? "video"];
  return [
    ...["-v", "error", "-max_alloc", String(MOST_BLOCK_BYTES)],
    ...["-protocol_whitelist", "file", "-format_whitelist", demuxer, "-codec_whitelist", decoders],
    ...(maxPixels > 0 ? ["-max_pixels", String(maxPixels)] : []),
    ...["-threads", "1", "-f", demuxer, "-i", `file:${file}`],
  ];
}

async function readHeaders(opened: Opened) {
  const args = [...reading(opened), "-show_format", "-show_streams", "-of", "json"];
  const { child, finished, kill } = startGuardedChild(opened.tools.ffprobe, args, opened.signal);
  const parts: Buffer[] = [];
  let length = 0;
  child.stdin.end();
  child.stdout.on("data", (part: Buffer) => {
    length += part.length;
    if (length > MOST_DESCRIPTION) kill();
    else parts.push(part);
  });
  await ended(opened, finished);
  try {
    return outputSchema.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
  } catch {
    throw new Unfit("its format is unknown");
  }
}

async function decodePictures(opened: Opened, { index }: Stream): Promise<void> {
  // Of a still picture there is one: what comes behind it has been looked at.
  const frames = opened.mediaType.startsWith("image/") ? ["-frames:v", "1"] : [];
  const args = ["-xerror", "-nostdin", ...reading(opened), "-map", `0:${index}`, ...frames];
  const { child, finished } = startGuardedChild(
    opened.tools.ffmpeg,
    [...args, "-f", "null", "-"],
    opened.signal,
  );
  child.stdin.end();
  child.stdout.resume();
  await ended(opened, finished);
}

/** Counts the samples of the decoded sound. */
async function countSeconds(opened: Opened, { index }: Stream): Promise<number> {
  const args = ["-xerror", "-nostdin", ...reading(opened), "-map", `0:${index}`];
  const output = ["-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "pipe:1"];
  const { child, finished, kill } = startGuardedChild(
    opened.tools.ffmpeg,
    [...args, ...output],
    opened.signal,
  );
  const most = MEDIA_BOUNDS.audio.maxSeconds * SAMPLE_RATE * 2;
  let bytes = 0;
  child.stdin.end();
  child.stdout.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > most) kill();
  });
  try {
    await ended(opened, finished);
  } catch (error) {
    assertShort(opened, bytes / 2 / SAMPLE_RATE);
    throw error;
  }
  if (bytes === 0) throw new Unfit("its sound is empty");
  return bytes / 2 / SAMPLE_RATE;
}

async function ended(opened: Opened, finished: RunningChild["finished"]): Promise<void> {
  try {
    await finished;
  } catch (error) {
    if (error instanceof NotOurDoing) throw error;
    throw new Unfit(reasonOf(error, opened.file));
  }
}

/** Nothing is known against the bytes: they are looked at again once this machine has room. */
function decoderLost(cause: NotOurDoing): ReelgraphError {
  const message = `A decoder could not work: ${cause.message}. Is there memory, room in the temporary folder, and a process left for it?`;
  return new ReelgraphError({ code: "decoder-unavailable", message, retryable: true, cause });
}

/** The last line, without the name of our temporary file. */
function reasonOf(error: unknown, file: string): string {
  const words = error instanceof Error ? error.message : String(error);
  return (words.trim().split("\n").at(-1) ?? "")
    .replaceAll(`file:${file}`, "the file")
    .replaceAll(file, "the file");
}
