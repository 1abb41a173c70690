/**
 * Cuts a stream into pieces of exactly `size` bytes, the last one shorter; an empty stream gives none. Fills two buffers in
 * turn, so memory stays at twice the size: a piece is good until the next but one is asked for.
 */
export async function* chunksOf(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let [piece, other] = [new Uint8Array(size), new Uint8Array(0)];
  let filled = 0;
  for await (const chunk of body) {
    for (let offset = 0; offset < chunk.length; ) {
      const taken = chunk.subarray(offset, offset + size - filled);
      piece.set(taken, filled);
      filled += taken.length;
      offset += taken.length;
      if (filled === size) {
        yield piece;
        [piece, other] = [other.length === size ? other : new Uint8Array(size), piece];
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
