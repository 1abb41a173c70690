import { OPEN_SIZES } from "./riff";

/**
 * A WAV that was streamed does not know how long it has become, and says zero or as much as can be said: here it gets its true sizes, so
 * that nobody has to guess. Everything else is given back as it is.
 */
export function closedWav(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") return bytes;
  let at = 12;
  while (at + 8 <= bytes.length && tag(at) !== "data") {
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  if (at + 8 > bytes.length) return bytes;
  const isOpen = OPEN_SIZES.has(view.getUint32(at + 4, true));
  if (!isOpen && !OPEN_SIZES.has(view.getUint32(4, true))) return bytes;
  const closed = bytes.slice();
  const sizes = new DataView(closed.buffer);
  sizes.setUint32(4, bytes.length - 8, true);
  if (isOpen) sizes.setUint32(at + 4, bytes.length - at - 8, true);
  return closed;
}
