import { damaged } from "./tar-header";

/** Reads a stream in pieces of a wanted length, whatever pieces it comes in. */
export class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.source = stream[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes, in memory. Throws `integrity` when the stream ends before. */
  async take(bytes: number): Promise<Uint8Array> {
    const whole = new Uint8Array(bytes);
    let at = 0;
    for await (const piece of this.stream(bytes)) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** So many bytes, piece by piece. */
  async *stream(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      if (!(await this.more())) throw damaged("it is cut short.");
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Whatever is left, piece by piece. */
  async *toEnd(): AsyncGenerator<Uint8Array> {
    while (await this.more()) {
      const piece = this.rest;
      this.rest = new Uint8Array();
      yield piece;
    }
  }

  /** Lets the stream's source go. */
  async close(): Promise<void> {
    await this.source.return?.();
  }

  private async more(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.source.next();
      if (next.done) return false;
      this.rest = next.value;
    }
    return true;
  }
}
