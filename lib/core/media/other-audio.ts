import type { ByteReader } from "./byte-source";
import type { Care, MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

const OGG_HEADER = 27;
/** The first page holds the head of the one sound, which begins with its name. */
const OGG_START = 64;
const OGG_CODECS = ["OpusHead", "\x01vorbis", "\x7fFLAC"];
/** Comments stand in the first pages. */
const OGG_COMMENTS = 128 * 1024;

/** Page upon page to the end of the file. */
export async function walkOgg(reader: ByteReader): Promise<MediaShape> {
  const start = await reader.text(0, Math.min(reader.length, OGG_START));
  if (!OGG_CODECS.some((name) => start.includes(name))) throw new Unfit("it holds no sound that can be told");
  let at = 0;
  while (at + OGG_HEADER <= reader.length && (await reader.text(at, 4)) === "OggS") {
    const segments = (await reader.bytes(at + 26, 1))[0] ?? 0;
    const table = await reader.bytes(at + OGG_HEADER, segments);
    const next = at + OGG_HEADER + segments + table.reduce((sum, length) => sum + length, 0);
    if (next > reader.length) throw new Unfit("it breaks off");
    at = next;
  }
  const asides = [{ at: 0, length: Math.min(at, OGG_COMMENTS) }];
  return { end: at, asides, packed: [], size: null };
}

const MOST_BLOCKS = 1_000;

/** Its frames do not say how long they are: where it ends is only known to who decodes it. */
export async function walkFlac(reader: ByteReader, care: Care): Promise<MediaShape> {
  if (care === "exact") throw new Unfit("of a FLAC nobody can tell where it ends: send it as WAV");
  const asides: Stretch[] = [];
  let at = 4;
  for (let count = 0; count < MOST_BLOCKS; count++) {
    const head = (await reader.view(at, 4)).getUint32(0);
    const length = head & 0xff_ffff;
    if (at + 4 + length > reader.length) throw new Unfit("it breaks off");
    if (count > 0) asides.push({ at: at + 4, length });
    at += 4 + length;
    if (head >>> 31 === 1) {
      const tail = Math.max(at, reader.length - OGG_COMMENTS);
      asides.push({ at: tail, length: reader.length - tail });
      return { end: reader.length, asides, packed: [], size: null };
    }
  }
  throw new Unfit("it is cut into too many parts");
}
