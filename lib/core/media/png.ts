import { assertBearable } from "./bounds";
import type { ByteReader } from "./byte-source";
import type { MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";
import { unpack } from "./unpack";

/** What belongs to the picture itself. */
const PICTURE = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS"]);
const ANIMATION = new Set(["acTL", "fcTL", "fdAT"]);
const MOST_CHUNKS = 100_000;
/** Keywords are shorter; behind them comes what is packed. */
const LONGEST_PREFACE = 1_024;

/** Chunk by chunk to IEND. */
export async function walkPng(reader: ByteReader): Promise<MediaShape> {
  const asides: Stretch[] = [];
  const packed: Stretch[] = [];
  const pixels: Stretch[] = [];
  let most = 0;
  let size: MediaShape["size"] = null;
  let at = 8;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const head = await reader.view(at, 8);
    const length = head.getUint32(0);
    const type = await reader.text(at + 4, 4);
    const data = { at: at + 8, length };
    const next = at + 12 + length;
    if (!/^[A-Za-z]{4}$/.test(type)) throw new Unfit("a part of it has no name");
    if (next > reader.length) throw new Unfit("it breaks off");
    if (ANIMATION.has(type)) throw new Unfit("it is animated: a still picture is wanted");
    if ((size === null) !== (type === "IHDR")) throw new Unfit("its header is not where it belongs");
    if (type === "IHDR") {
      if (length !== 13) throw new Unfit("its header is broken");
      const header = await reader.view(data.at, 13);
      size = { width: header.getUint32(0), height: header.getUint32(4) };
      assertBearable("image", size);
      most = pixelBytes(size, header.getUint8(8), header.getUint8(9));
    }
    if (type === "IDAT") pixels.push(data);
    if (!PICTURE.has(type)) asides.push(data);
    const inside = await packedIn(reader, type, data);
    if (inside !== null) packed.push(inside);
    if (type === "IEND") {
      if (length > 0 || pixels.length === 0) throw new Unfit("it holds no picture");
      await unpack({ reader, parts: pixels, most });
      return { end: next, asides, packed, size };
    }
    at = next;
  }
  throw new Unfit("it is cut into too many parts");
}

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The most that the pixels of such a picture can be unpacked to: interlaced, every line of each pass has a byte of its own. */
function pixelBytes(size: { width: number; height: number }, depth: number, colour: number): number {
  const channels = CHANNELS[colour];
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw new Unfit("its header is broken");
  const line = Math.ceil((size.width * channels * depth) / 8);
  const padding = 8 * (size.width + 2 * size.height + 16);
  return line * size.height + padding;
}

/** The packed part of a colour profile or a compressed text. */
async function packedIn(reader: ByteReader, type: string, data: Stretch): Promise<Stretch | null> {
  if (type !== "iCCP" && type !== "zTXt" && type !== "iTXt") return null;
  const preface = await reader.bytes(data.at, Math.min(LONGEST_PREFACE, data.length));
  const keyword = preface.indexOf(0);
  if (keyword === -1) throw new Unfit("a comment in it has no end");
  // A keyword, then how it is packed; a text in a language says first whether it is, and names the language.
  if (type !== "iTXt") return behind(data, keyword + 2);
  if (preface[keyword + 1] === 0) return null;
  const language = preface.indexOf(0, keyword + 3);
  const translated = language === -1 ? -1 : preface.indexOf(0, language + 1);
  if (translated === -1) throw new Unfit("a comment in it has no end");
  return behind(data, translated + 1);
}

function behind({ at, length }: Stretch, offset: number): Stretch {
  return { at: at + offset, length: Math.max(0, length - offset) };
}
