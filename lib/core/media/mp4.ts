import type { ByteReader } from "./byte-source";
import type { Care, MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

interface Box extends Stretch {
  type: string;
  /** Behind its head. */
  inside: Stretch;
}

const MOST_BOXES = 100_000;
const LARGEST_INDEX = 32 * 1024 * 1024;
/** An hour of sound, or ten minutes at sixty pictures a second, have far fewer: a decoder makes room for each before it reads one. */
export const MOST_SAMPLES = 500_000;

const AT_THE_TOP = new Set(
  "ftyp styp moov moof mdat free skip wide uuid mfra sidx ssix prft emsg meta pdin".split(" "),
);
const HOLDERS = new Set(["trak", "mdia", "minf", "stbl", "edts", "mvex", "dinf", "traf"]);
/** Tables of so many bytes an entry; `stsz` has none where all samples are of one size. */
const ENTRY_BYTES: Record<string, number> = { stts: 8, ctts: 8, stsc: 12, stco: 4, co64: 8, stss: 4 };

/** Box upon box to the end; and what an index claims has to be in it. */
export async function walkMp4(reader: ByteReader, care: Care): Promise<MediaShape> {
  const asides: Stretch[] = [];
  const budget = { samples: 0, boxes: 0 };
  let at = 0;
  let indices = 0;
  let hasMedia = false;
  while (at + 8 <= reader.length) {
    const box = await boxAt(reader, at, reader.length);
    if (box === null) break;
    if (++budget.boxes > MOST_BOXES) throw new Unfit("it is cut into too many parts");
    if (care === "exact" && !AT_THE_TOP.has(box.type))
      throw new Unfit("there is something in it that is no part of a clip");
    if (box.type === "moov") indices++;
    hasMedia ||= box.type === "mdat";
    if (box.type === "moov" || box.type === "moof") {
      if (box.length > LARGEST_INDEX) throw new Unfit("its index is larger than any clip's");
      await checkInside(reader, box, budget);
    }
    if (box.type !== "mdat") asides.push(box.inside);
    at += box.length;
  }
  if (indices !== 1 || !hasMedia) throw new Unfit("it holds no clip, or two");
  return { end: at, asides, packed: [], size: null };
}

/** Null for what is no box: then something else begins there. */
async function boxAt(reader: ByteReader, at: number, end: number): Promise<Box | null> {
  const head = await reader.view(at, 8);
  const type = await reader.text(at + 4, 4);
  if (!/^[\x20-\x7e©]{4}$/.test(type)) return null;
  const said = head.getUint32(0);
  const isLong = said === 1;
  const length =
    said === 0 ? end - at : isLong ? Number((await reader.view(at + 8, 8)).getBigUint64(0)) : said;
  const preface = isLong ? 16 : 8;
  if (length < preface) return null;
  if (at + length > end) throw new Unfit("it breaks off");
  return { type, at, length, inside: { at: at + preface, length: length - preface } };
}

async function checkInside(
  reader: ByteReader,
  parent: Box,
  budget: { samples: number; boxes: number },
): Promise<void> {
  const end = parent.inside.at + parent.inside.length;
  for (let at = parent.inside.at; at + 8 <= end; ) {
    const box = await boxAt(reader, at, end);
    if (box === null) throw new Unfit("its index is broken");
    if (++budget.boxes > MOST_BOXES) throw new Unfit("it is cut into too many parts");
    if (box.type === "cmov") throw new Unfit("its index is packed");
    await checkClaims(reader, box, budget);
    if (budget.samples > MOST_SAMPLES) throw new Unfit("it claims more pictures or sounds than any clip has");
    if (HOLDERS.has(box.type)) await checkInside(reader, box, budget);
    at += box.length;
  }
}

async function checkClaims(reader: ByteReader, { type, inside }: Box, budget: { samples: number }) {
  const counts = type === "stsz" || type === "stz2" ? 8 : 4;
  if (type in ENTRY_BYTES || type === "stsz" || type === "stz2" || type === "trun") {
    if (inside.length < 4 + counts) throw new Unfit("its index is broken");
    const view = await reader.view(inside.at, 4 + counts);
    const count = view.getUint32(counts);
    const each = type === "stsz" ? (view.getUint32(4) === 0 ? 4 : 0) : (ENTRY_BYTES[type] ?? 0);
    if (count * each > inside.length - 4 - counts) throw new Unfit("its index claims more than it holds");
    if (type === "stsz" || type === "stz2" || type === "trun") budget.samples += count;
    if (type === "stts") await checkTimes(reader, inside, count);
  }
}

/** How many samples last how long: each entry may claim any number of them. */
async function checkTimes(reader: ByteReader, { at }: Stretch, entries: number): Promise<void> {
  let samples = 0;
  for (let entry = 0; entry < entries; entry++) {
    samples += (await reader.view(at + 8 + entry * 8, 4)).getUint32(0);
    if (samples > MOST_SAMPLES) throw new Unfit("it claims more pictures or sounds than any clip has");
  }
}
