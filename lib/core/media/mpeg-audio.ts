import type { ByteReader } from "./byte-source";
import type { Care, MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

const KILOBITS: Record<"1" | "2", readonly number[]> = {
  "1": [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  "2": [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44_100, 48_000, 32_000];
const HEADER = 4;
const LEAST_FRAMES = 2;
const MOST_TAGS = 16;

/** Bytes of a frame of MPEG layer III by its header; null for what is none. */
export function mp3FrameLength(header: number): number | null {
  if (header >>> 21 !== 0x7ff) return null;
  const version = (header >>> 19) & 3;
  const isLayer3 = ((header >>> 17) & 3) === 1;
  const rate = RATES[(header >>> 10) & 3];
  if (version === 1 || !isLayer3 || rate === undefined) return null;
  const kilobits = KILOBITS[version === 3 ? "1" : "2"][(header >>> 12) & 15];
  // Of a free bit rate nobody can tell where the next frame begins.
  if (!kilobits) return null;
  const slots = version === 3 ? 144 : 72;
  const perSecond = rate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  return Math.floor((slots * kilobits * 1_000) / perSecond) + ((header >>> 9) & 1);
}

/** Tags, then frame upon frame, then tags of the older kinds. Lenient: the last frame may have been cut off. */
export async function walkMp3(reader: ByteReader, care: Care): Promise<MediaShape> {
  const asides: Stretch[] = [];
  let at = 0;
  while ((await reader.text(at, 3)) === "ID3") {
    if (asides.length === MOST_TAGS) throw new Unfit("it is cut into too many parts");
    const length = await tagLength(reader, at);
    if (at + length > reader.length) throw new Unfit("it breaks off");
    asides.push({ at: at + 10, length: length - 10 });
    at = await behindZeros(reader, at + length);
  }
  const last = await endOfFrames(reader, asides);
  let frames = 0;
  while (at + HEADER <= last) {
    const length = mp3FrameLength((await reader.view(at, HEADER)).getUint32(0));
    if (length === null) break;
    frames++;
    if (at + length > last) {
      if (care === "exact") throw new Unfit("it breaks off");
      at = last;
      break;
    }
    at += length;
  }
  if (frames < LEAST_FRAMES) throw new Unfit("it holds no sound");
  return { end: at === last ? reader.length : at, asides, packed: [], size: null };
}

async function tagLength(reader: ByteReader, at: number): Promise<number> {
  const head = await reader.bytes(at, 10);
  const digits = [...head.subarray(6)];
  if (digits.some((digit) => digit > 127)) throw new Unfit("its tag is broken");
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  return 10 + digits.reduce((sum, digit) => sum * 128 + digit, 0) + (hasFooter ? 10 : 0);
}

/** Some writers leave room behind a tag. */
async function behindZeros(reader: ByteReader, start: number): Promise<number> {
  let at = start;
  while (at < reader.length) {
    const piece = await reader.piece(at);
    const found = piece.findIndex((byte) => byte !== 0);
    if (found !== -1) return at + found;
    at += piece.length;
  }
  throw new Unfit("it holds no sound");
}

/** Where ID3v1 or an APE tag begins, which count as asides. */
async function endOfFrames(reader: ByteReader, asides: Stretch[]): Promise<number> {
  let end = reader.length;
  if (end > 128 && (await reader.text(end - 128, 3)) === "TAG") {
    end -= 128;
    asides.push({ at: end, length: 128 });
  }
  if (end > 32 && (await reader.text(end - 32, 8)) === "APETAGEX") {
    const footer = await reader.view(end - 32, 32);
    const length = footer.getUint32(12, true) + (footer.getUint32(20, true) >>> 31 === 1 ? 32 : 0);
    if (length < 32 || length > end) throw new Unfit("its tag is broken");
    end -= length;
    asides.push({ at: end, length });
  }
  return end;
}
