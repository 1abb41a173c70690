import { type ByteReader, textOf, WINDOW_BYTES } from "./byte-source";
import type { MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";
import { unpack } from "./unpack";

/** What browsers and viewers look at to tell what a file is. */
const BEGINNING = 1_024;
const MARKUP_AT_FIRST = /<(?:!doctype|html|script|svg|iframe|body|\?php|\?xml)/i;
/** Among other words, a tag has to end like one: comments and thumbnails are any bytes. */
const MARKUP_ASIDE = /<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php)[\s/>]/i;
const MOST_ASIDE = 32 * 1024 * 1024;
const MOST_UNPACKED = 4 * 1024 * 1024;
const MOST_PACKED_PARTS = 32;
/** So that nothing hides where two pieces meet. */
const OVERLAP = 32;

/**
 * A file that is two things at once, for whoever looks at it differently: a page or a PDF, an archive, a program for an interpreter.
 * Throws Unfit with what it is as well.
 */
export async function assertOneFace(reader: ByteReader, shape: MediaShape): Promise<void> {
  const start = await reader.text(0, Math.min(reader.length, BEGINNING));
  if (MARKUP_AT_FIRST.test(start) || start.includes("%PDF-")) throw new Unfit("it is a document as well");
  await assertNoArchive(reader);
  await assertQuietAsides(reader, shape.asides);
  if (shape.packed.length > MOST_PACKED_PARTS) throw new Unfit("it carries too many packed parts");
  for (const { at, length } of shape.packed) {
    let before = "";
    const onPiece = (piece: Uint8Array) => {
      const text = before + textOf(piece);
      if (MARKUP_ASIDE.test(text)) throw new Unfit("it is a document as well");
      before = text.slice(-OVERLAP);
    };
    await unpack({ reader, parts: [{ at, length }], most: MOST_UNPACKED, onPiece });
  }
  await assertNoProgram(reader);
}

async function assertQuietAsides(reader: ByteReader, asides: readonly Stretch[]): Promise<void> {
  const total = asides.reduce((sum, { length }) => sum + length, 0);
  if (total > MOST_ASIDE) throw new Unfit("it carries more besides than any picture, sound or clip needs");
  for (const { at, length } of asides) {
    for (let from = 0; from < length; from += WINDOW_BYTES - OVERLAP) {
      const text = await reader.text(at + from, Math.min(WINDOW_BYTES, length - from));
      if (MARKUP_ASIDE.test(text)) throw new Unfit("it is a document as well");
    }
  }
}

const END_RECORD = 22;
const MOST_COMMENT = 65_535;
const END_OF_ZIP = 0x504b0506;
const ENTRY_OF_ZIP = 0x504b0102;

/** A ZIP is read from its end, a tape archive and a disc at fixed places, and RAR and 7z wherever they begin. */
async function assertNoArchive(reader: ByteReader): Promise<void> {
  const { length } = reader;
  const first = Math.max(0, length - END_RECORD - MOST_COMMENT);
  const tail = await reader.view(first, length - first);
  for (let at = tail.byteLength - END_RECORD; at >= 0; at--) {
    if (
      tail.getUint8(at) === 0x50 &&
      tail.getUint32(at) === END_OF_ZIP &&
      (await isEndOfZip(reader, first + at))
    ) {
      throw new Unfit("it is an archive as well");
    }
  }
  for (const [at, mark] of [
    [257, "ustar"],
    [32_769, "CD001"],
    [34_817, "CD001"],
    [36_865, "CD001"],
  ] as const) {
    if (at + mark.length <= length && (await reader.text(at, mark.length)) === mark) {
      throw new Unfit("it is an archive as well");
    }
  }
}

/** Its comment ends where the file does; or, for readers that do not mind, its list of entries is where it says. */
async function isEndOfZip(reader: ByteReader, at: number): Promise<boolean> {
  const record = await reader.view(at, END_RECORD);
  if (at + END_RECORD + record.getUint16(20, true) === reader.length) return true;
  const list = at - record.getUint32(12, true);
  return list >= 0 && list < at && (await reader.view(list, 4)).getUint32(0) === ENTRY_OF_ZIP;
}

/** Long enough that no picture or sound has them by chance: pages, PHP archives, and archives that may begin anywhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they belong to the signatures of RAR and 7z
const MARKS = /<script|<!doctype|<iframe|__halt_compiler|rar!\x1a\x07|7z\xbc\xaf\x27\x1c/i;

async function assertNoProgram(reader: ByteReader): Promise<void> {
  for (let from = 0; from < reader.length; from += WINDOW_BYTES - OVERLAP) {
    const found = MARKS.exec(textOf(await reader.piece(from)))?.[0];
    if (found !== undefined) throw new Unfit(`it is ${WHAT_BEGINS[found.charAt(0)] ?? "an archive"} as well`);
  }
}

const WHAT_BEGINS: Readonly<Record<string, string>> = { "<": "a document", _: "a program" };
