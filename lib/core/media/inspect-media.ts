import type { MediaFamily } from "../media-type";
import { assertBearable } from "./bounds";
import { ByteReader, type ByteSource } from "./byte-source";
import { walkJpeg } from "./jpeg";
import type { Care, MediaShape } from "./media-shape";
import { walkMp4 } from "./mp4";
import { mp3FrameLength, walkMp3 } from "./mpeg-audio";
import { walkFlac, walkOgg } from "./other-audio";
import { walkPng } from "./png";
import { walkWav, walkWebp } from "./riff";
import { assertOneFace } from "./second-face";
import { Unfit } from "./unfit";
import { walkWebm } from "./webm";

/** The formats films are made of. */
export type FilmMediaType =
  | "image/png"
  | "image/jpeg"
  | "image/webp"
  | "audio/wav"
  | "audio/mpeg"
  | "audio/ogg"
  | "audio/flac"
  | "video/mp4"
  | "video/webm";

type Walk = (reader: ByteReader, care: Care) => Promise<MediaShape>;

const WALKS: Record<FilmMediaType, Walk> = {
  "image/png": walkPng,
  "image/jpeg": walkJpeg,
  "image/webp": walkWebp,
  "audio/wav": walkWav,
  "audio/mpeg": walkMp3,
  "audio/ogg": walkOgg,
  "audio/flac": walkFlac,
  "video/mp4": walkMp4,
  "video/webm": walkWebm,
};

/** What other things that consist of boxes are not called: films of QuickTime, pictures of phones, sound alone. */
const CLIP_BRANDS = new Set(
  "isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 mp71 avc1 dash MSNV".split(" "),
);

const FIRST = 16;

export type Inspected = ({ mediaType: FilmMediaType } & Pick<MediaShape, "size">) | { reason: string };

/**
 * What bytes are, by what they are and not by what they are called; or the first thing that is wrong with them, in words that complete
 * "it cannot be used: …". One of the formats of the family, from the first byte to the last, nothing else beside it, and no larger
 * than can be borne. Nothing is decoded: that comes after, by whoever knows how.
 */
export async function inspectMedia(options: {
  source: ByteSource;
  family: MediaFamily;
  care: Care;
}): Promise<Inspected> {
  const { source, family, care } = options;
  try {
    if (source.length === 0) throw new Unfit("it is empty");
    const reader = new ByteReader(source);
    const mediaType = await formatOf(reader);
    if (mediaType === null || !mediaType.startsWith(`${family}/`)) {
      throw new Unfit(`it is ${mediaType ?? "nothing known"}, no ${family} that can be used`);
    }
    const shape = await WALKS[mediaType](reader, care);
    if (shape.size) assertBearable(family, shape.size);
    await assertNothingBehind(reader, shape, care);
    await assertOneFace(reader, shape);
    return { mediaType, size: shape.size };
  } catch (error) {
    if (error instanceof Unfit) return { reason: error.message };
    throw error;
  }
}

/** By the first bytes; null for anything else. */
async function formatOf(reader: ByteReader): Promise<FilmMediaType | null> {
  const start = await reader.text(0, Math.min(FIRST, reader.length));
  if (start.length < FIRST) return null;
  const codes = [...(await reader.bytes(0, FIRST))];
  const begins = (...bytes: number[]) => bytes.every((byte, at) => codes[at] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return "image/webp";
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WAVE") return "audio/wav";
  if (start.startsWith("OggS")) return "audio/ogg";
  if (start.startsWith("fLaC")) return "audio/flac";
  if (start.slice(4, 8) === "ftyp") return CLIP_BRANDS.has(start.slice(8, 12)) ? "video/mp4" : null;
  if (begins(0x1a, 0x45, 0xdf, 0xa3)) return "video/webm";
  const header = (await reader.view(0, 4)).getUint32(0);
  return start.startsWith("ID3") || mp3FrameLength(header) !== null ? "audio/mpeg" : null;
}

async function assertNothingBehind(reader: ByteReader, { end }: MediaShape, care: Care): Promise<void> {
  if (end === reader.length) return;
  if (care === "lenient" && (await isZero(reader, end))) return;
  throw new Unfit("something follows behind its end");
}

async function isZero(reader: ByteReader, start: number): Promise<boolean> {
  for (let at = start; at < reader.length; ) {
    const piece = await reader.piece(at);
    if (piece.some((byte) => byte !== 0)) return false;
    at += piece.length;
  }
  return true;
}
