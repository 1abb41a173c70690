import type { ByteReader } from "./byte-source";
import type { MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const COMMENT = 0xfe;
/** Baseline, extended and progressive: what decoders of the web know. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const OTHER_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
/** Encoders write some ten; each more costs a decoder another pass over all of it. */
const MOST_SCANS = 64;
const MOST_SEGMENTS = 20_000;

/** Segment by segment, through the scans, to the end of the image. */
export async function walkJpeg(reader: ByteReader): Promise<MediaShape> {
  const asides: Stretch[] = [];
  let size: MediaShape["size"] = null;
  let scans = 0;
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    let [lead = 0, marker = 0] = await reader.bytes(at, 2);
    if (lead !== 0xff) throw new Unfit("a part of it has no name");
    // A marker may be filled up in front.
    while (marker === 0xff) {
      at++;
      [lead = 0, marker = 0] = await reader.bytes(at, 2);
    }
    at += 2;
    if (marker === END_OF_IMAGE) {
      if (size === null || scans === 0) throw new Unfit("it holds no picture");
      return { end: at, asides, packed: [], size };
    }
    const length = (await reader.view(at, 2)).getUint16(0);
    if (length < 2 || at + length > reader.length) throw new Unfit("it breaks off");
    if (OTHER_FRAMES.has(marker)) throw new Unfit("it is a kind of JPEG that hardly anything reads");
    if (FRAMES.has(marker)) {
      if (size !== null) throw new Unfit("it holds two pictures");
      const frame = await reader.view(at, 7);
      size = { width: frame.getUint16(5), height: frame.getUint16(3) };
    }
    if (marker === COMMENT || (marker >= 0xe0 && marker <= 0xef)) {
      asides.push({ at: at + 2, length: length - 2 });
    }
    at += length;
    if (marker === START_OF_SCAN) {
      scans++;
      if (size === null || scans > MOST_SCANS) throw new Unfit("its scans make no picture");
      at = await endOfScan(reader, at);
    }
  }
  throw new Unfit("it is cut into too many parts");
}

/** The next marker that is neither a stuffed byte nor a restart. */
async function endOfScan(reader: ByteReader, start: number): Promise<number> {
  let at = start;
  while (at < reader.length) {
    const piece = await reader.piece(at);
    for (let found = piece.indexOf(0xff); found !== -1; found = piece.indexOf(0xff, found + 1)) {
      const next = piece[found + 1];
      // The second half lies in the next piece.
      if (next === undefined) break;
      if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at + found;
    }
    // One byte is read twice, so that no marker falls between two pieces.
    if (at + piece.length === reader.length) break;
    at += piece.length - 1;
  }
  throw new Unfit("it breaks off");
}
