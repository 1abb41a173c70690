import { Unfit } from "./unfit";

/** Bytes that are read by place, so that a file of any size is looked at without being held. */
export interface ByteSource {
  readonly length: number;
  /** Those bytes, all of them; asked for within `length` only. */
  read(at: number, length: number): Promise<Uint8Array>;
}

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

/** How much is held of a file at a time. */
export const WINDOW_BYTES = 256 * 1024;

/** Reads small parts of a source in any order; neighbours come from one read. Beyond the end it throws Unfit. */
export class ByteReader {
  private window: Uint8Array = new Uint8Array();
  private start = 0;

  constructor(private readonly source: ByteSource) {}

  get length(): number {
    return this.source.length;
  }

  async bytes(at: number, length: number): Promise<Uint8Array> {
    if (at + length > this.length) throw new Unfit("it breaks off");
    if (length > WINDOW_BYTES) return await this.source.read(at, length);
    const isHeld = at >= this.start && at + length <= this.start + this.window.length;
    if (!isHeld) {
      this.window = await this.source.read(at, Math.min(WINDOW_BYTES, this.length - at));
      this.start = at;
    }
    return this.window.subarray(at - this.start, at - this.start + length);
  }

  async view(at: number, length: number): Promise<DataView> {
    const bytes = await this.bytes(at, length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Each byte as the character of its number. */
  async text(at: number, length: number): Promise<string> {
    return textOf(await this.bytes(at, length));
  }

  /** As many bytes as a window holds, or as are left; for those who go through all of it. */
  async piece(at: number): Promise<Uint8Array> {
    return await this.bytes(at, Math.min(WINDOW_BYTES, this.length - at));
  }
}

const latin = new TextDecoder("latin1");

/** Letters of ASCII as they are, every other byte as one character. */
export function textOf(bytes: Uint8Array): string {
  return latin.decode(bytes);
}
