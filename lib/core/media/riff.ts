import type { ByteReader } from "./byte-source";
import type { Care, MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

interface Chunk extends Stretch {
  id: string;
}

const MOST_CHUNKS = 10_000;
/** What encoders write that do not know yet how long it will get. */
export const OPEN_SIZES = new Set([0, 0xffff_ffff]);

/** The chunks between the header and `end`, which they have to fill. */
async function chunksOf(reader: ByteReader, end: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  let at = 12;
  while (at < end) {
    if (chunks.length === MOST_CHUNKS) throw new Unfit("it is cut into too many parts");
    const head = await reader.view(at, 8);
    const length = head.getUint32(4, true);
    if (at + 8 + length > end) throw new Unfit("a part of it is longer than it is itself");
    chunks.push({ id: await reader.text(at, 4), at: at + 8, length });
    // Padded to even; the last one often is not.
    at = Math.min(end, at + 8 + length + (length % 2));
  }
  return chunks;
}

const STILL_PICTURE = new Set(["VP8 ", "VP8L", "ALPH"]);

export async function walkWebp(reader: ByteReader): Promise<MediaShape> {
  const end = 8 + (await reader.view(4, 4)).getUint32(0, true);
  if (end > reader.length) throw new Unfit("it breaks off");
  const chunks = await chunksOf(reader, end);
  if (chunks.some(({ id }) => id === "ANIM" || id === "ANMF")) {
    throw new Unfit("it is animated: a still picture is wanted");
  }
  const pictures = chunks.filter(({ id }) => id === "VP8 " || id === "VP8L");
  const [picture] = pictures;
  if (!picture || pictures.length > 1) throw new Unfit("it holds no picture, or two");
  const size = await webpSize(reader, picture);
  const canvas = chunks.find(({ id }) => id === "VP8X");
  const asides = chunks.filter(({ id }) => !STILL_PICTURE.has(id) && id !== "VP8X");
  return { end, asides, packed: [], size: canvas ? await largest(reader, canvas, size) : size };
}

async function webpSize(reader: ByteReader, { id, at, length }: Chunk) {
  if (length < 10) throw new Unfit("it breaks off");
  const view = await reader.view(at, 10);
  if (id === "VP8L") {
    const bits = view.getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
}

/** Canvas and picture may say different things: both have to be bearable. */
async function largest(reader: ByteReader, canvas: Chunk, size: { width: number; height: number }) {
  if (canvas.length < 10) throw new Unfit("it breaks off");
  const view = await reader.view(canvas.at, 10);
  const side = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  return { width: Math.max(size.width, side(4)), height: Math.max(size.height, side(7)) };
}

/** A WAV of which one `fmt ` comes before one `data`. Lenient: one that was streamed goes on to the end of the file. */
export async function walkWav(reader: ByteReader, care: Care): Promise<MediaShape> {
  const said = (await reader.view(4, 4)).getUint32(0, true);
  if (care === "lenient" && OPEN_SIZES.has(said)) return await walkOpenWav(reader);
  const end = 8 + said;
  if (end > reader.length) throw new Unfit("it says it is longer than it is");
  const chunks = await chunksOf(reader, end);
  const data = chunks.filter(({ id }) => id === "data");
  const format = chunks.filter(({ id }) => id === "fmt ");
  if (data.length !== 1 || format.length !== 1 || chunks.findIndex(({ id }) => id === "data") === 0) {
    throw new Unfit("it holds no sound that can be told");
  }
  const asides = chunks.filter(({ id }) => id !== "data" && id !== "fmt ");
  // An odd length is padded by some.
  return { end: end % 2 === 1 && end + 1 === reader.length ? end + 1 : end, asides, packed: [], size: null };
}

async function walkOpenWav(reader: ByteReader): Promise<MediaShape> {
  const asides: Stretch[] = [];
  for (let at = 12, count = 0; count < MOST_CHUNKS; count++) {
    const length = (await reader.view(at, 8)).getUint32(4, true);
    const id = await reader.text(at, 4);
    if (id === "data") {
      const isOpen = OPEN_SIZES.has(length) || at + 8 + length === reader.length;
      if (!isOpen) throw new Unfit("it says it is longer than it is");
      return { end: reader.length, asides, packed: [], size: null };
    }
    if (id !== "fmt ") asides.push({ at: at + 8, length });
    at += 8 + length + (length % 2);
  }
  throw new Unfit("it is cut into too many parts");
}
