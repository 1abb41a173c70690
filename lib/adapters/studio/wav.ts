/**
 * A small WAV reader and writer: 16-bit PCM out, any plain PCM header in. Pure functions over bytes.
 */

export interface WavInfo {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Where the samples start, in bytes from the beginning of the file. */
  readonly dataOffset: number;
  readonly dataBytes: number;
  /** Samples per channel. */
  readonly frames: number;
  readonly durationSeconds: number;
}

const HEADER_BYTES = 44;

/**
 * Encodes samples in −1…1 as a 16-bit little-endian PCM WAV file; samples beyond the range are clamped.
 * @throws RangeError when there is no channel, the channels differ in length, or the rate is not a positive integer.
 */
export function encodeWav({
  channels,
  sampleRate,
}: {
  channels: readonly Float32Array[];
  sampleRate: number;
}): Uint8Array {
  const first = channels[0];
  if (!first) throw new RangeError("channels: a WAV file needs at least one channel");
  if (channels.some((channel) => channel.length !== first.length)) {
    throw new RangeError("channels: every channel must have the same number of samples");
  }
  if (!Number.isInteger(sampleRate) || sampleRate <= 0) {
    throw new RangeError("sampleRate: must be a positive whole number of samples per second");
  }
  const blockAlign = channels.length * 2;
  const dataBytes = first.length * blockAlign;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  const tag = (offset: number, text: string) => {
    for (let index = 0; index < text.length; index++) view.setUint8(offset + index, text.charCodeAt(index));
  };
  tag(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  tag(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * blockAlign, true);
  view.setUint16(32, blockAlign, true);
  view.setUint16(34, 16, true);
  tag(36, "data");
  view.setUint32(40, dataBytes, true);
  channels.forEach((channel, lane) => {
    let offset = HEADER_BYTES + lane * 2;
    for (const sample of channel) {
      const clamped = Math.max(-1, Math.min(1, sample));
      view.setInt16(offset, Math.round(clamped * 32767), true);
      offset += blockAlign;
    }
  });
  return bytes;
}

/**
 * Reads the header of a PCM WAV file, skipping chunks it does not know.
 * @throws RangeError when the bytes are not a WAV file with a format and a data chunk.
 */
export function readWavInfo(bytes: Uint8Array): WavInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (offset: number) =>
    offset + 4 <= bytes.byteLength ? String.fromCharCode(...bytes.subarray(offset, offset + 4)) : "";
  if (tag(0) !== "RIFF" || tag(8) !== "WAVE") throw new RangeError("bytes: not a WAV file");
  let format: { channels: number; sampleRate: number; bitsPerSample: number } | undefined;
  for (let offset = 12; offset + 8 <= bytes.byteLength; ) {
    const name = tag(offset);
    const size = view.getUint32(offset + 4, true);
    const body = offset + 8;
    if (name === "fmt " && body + 16 <= bytes.byteLength) {
      format = {
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bitsPerSample: view.getUint16(body + 14, true),
      };
    }
    if (name === "data" && format) {
      // A streamed file may announce more than it holds.
      const dataBytes = Math.min(size, bytes.byteLength - body);
      const frames = Math.floor(dataBytes / ((format.channels * format.bitsPerSample) / 8));
      return { ...format, dataOffset: body, dataBytes, frames, durationSeconds: frames / format.sampleRate };
    }
    offset = body + size + (size % 2);
  }
  throw new RangeError("bytes: the WAV file has no format or no data chunk");
}
