/**
 * The length of a plain WAV file, from its sample data: a streamed one announces any length at all. Null for bytes that are no WAV
 * file or hold no sound.
 */
export function wavSeconds(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) =>
    at + 4 <= bytes.length ? String.fromCharCode(...bytes.subarray(at, at + 4)) : "";
  if (tag(0) !== "RIFF" || tag(8) !== "WAVE") return null;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === "fmt " && at + 20 <= bytes.length) bytesPerSecond = view.getUint32(at + 16, true);
    if (tag(at) === "data") {
      const length = Math.min(size, bytes.length - at - 8);
      return bytesPerSecond > 0 && length > 0 ? length / bytesPerSecond : null;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}
