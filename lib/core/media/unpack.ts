import type { ByteReader } from "./byte-source";
import type { Stretch } from "./media-shape";
import { Unfit } from "./unfit";

/** In small pieces, so that what a piece can become stays small as well. */
const PIECE = 4_096;

/**
 * Unpacks what was packed with zlib, part after part of one stream, and gives it away piece by piece. Throws Unfit for what becomes
 * more than `most` bytes, or cannot be unpacked; of a bomb hardly more than that is ever made.
 */
export async function unpack(options: {
  reader: ByteReader;
  parts: readonly Stretch[];
  most: number;
  onPiece?: (piece: Uint8Array) => void;
}): Promise<void> {
  const { reader, parts, most, onPiece } = options;
  const pieces = piecesOf(reader, parts);
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const unpacked = packed.pipeThrough(new DecompressionStream("deflate")).getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await unpacked.read();
      if (done) return;
      length += value.length;
      if (length > most) break;
      onPiece?.(value);
    }
  } catch (error) {
    throw error instanceof Unfit ? error : new Unfit("a packed part of it cannot be unpacked");
  } finally {
    await unpacked.cancel().catch(() => {});
  }
  throw new Unfit("a packed part of it is far larger than it looks");
}

async function* piecesOf(reader: ByteReader, parts: readonly Stretch[]): AsyncGenerator<BufferSource> {
  for (const { at, length } of parts) {
    for (let from = 0; from < length; from += PIECE) {
      // A copy: the window goes on to the next part.
      yield (await reader.bytes(at + from, Math.min(PIECE, length - from))).slice();
    }
  }
}
