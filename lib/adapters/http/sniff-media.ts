import { fileTypeFromBuffer } from "file-type";
import type { MediaFamily } from "../../ports/downloader";

/** By what the bytes are; names that differ only in spelling are brought together. */
const TYPES: Record<MediaFamily, Record<string, string>> = {
  image: { "image/png": "image/png", "image/jpeg": "image/jpeg", "image/webp": "image/webp" },
  audio: {
    "audio/wav": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mpeg": "audio/mpeg",
    "audio/flac": "audio/flac",
    "audio/x-flac": "audio/flac",
    "audio/ogg": "audio/ogg",
    "audio/ogg; codecs=opus": "audio/ogg",
  },
  video: { "video/mp4": "video/mp4", "video/webm": "video/webm" },
};

/** What the bytes are, or why they are not media of the family: the first thing wrong with them, in words. */
export async function sniffMedia(
  bytes: Uint8Array,
  family: MediaFamily,
): Promise<{ mediaType: string } | { reason: string }> {
  if (bytes.length === 0) return { reason: "it is empty" };
  const found = await fileTypeFromBuffer(bytes);
  const mediaType = found && TYPES[family][found.mime];
  if (!mediaType) return { reason: `it is ${found?.mime ?? "nothing known"}, no ${family} that can be used` };
  const fault = secondFaceOf(bytes, mediaType);
  return fault === null ? { mediaType } : { reason: fault };
}

const MARKUP = /<(?:!doctype|html|script|svg|iframe|body|\?php|\?xml)/i;
const LOOKED_AT = 1_024;

/**
 * A file that is two things at once, for whoever looks at it differently: markup or a PDF at its beginning, an archive at its end, or
 * anything behind the end of the media.
 */
function secondFaceOf(bytes: Uint8Array, mediaType: string): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LOOKED_AT)).toString(
    "latin1",
  );
  if (MARKUP.test(start) || start.includes("%PDF-")) return "it is a document as well";
  if (endsInArchive(bytes)) return "it is an archive as well";
  const end = endOf(bytes, mediaType);
  if (end === null) return null;
  if (end > bytes.length) return "it breaks off";
  return bytes.subarray(end).every((byte) => byte === 0) ? null : "something follows behind its end";
}

/** Where the media ends by its own account; null for formats that do not say. */
function endOf(bytes: Uint8Array, mediaType: string): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (mediaType) {
    case "image/png":
      return endOfPng(view);
    case "image/webp":
      return view.getUint32(4, true) + 8 + (view.getUint32(4, true) % 2);
    case "image/jpeg":
      return (
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
          "\xff\xd9",
          undefined,
          "latin1",
        ) + 2
      );
    case "video/mp4":
      return endOfMp4(view);
    default:
      return null;
  }
}

function endOfPng(view: DataView): number {
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const length = view.getUint32(at);
    const next = at + 12 + length;
    if (view.getUint32(at + 4) === 0x49454e44) return next;
    at = next;
  }
  return view.byteLength + 1;
}

/** Boxes lie one behind the other; what is no box is behind the end. */
function endOfMp4(view: DataView): number {
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const isBox = [4, 5, 6, 7].every((offset) => isBoxLetter(view.getUint8(at + offset)));
    if (!isBox) return at;
    const size = view.getUint32(at);
    if (size === 0) return view.byteLength;
    const length = size === 1 && at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : size;
    if (length < 8) return at;
    at += length;
  }
  return at;
}

function isBoxLetter(code: number): boolean {
  return (code >= 0x20 && code <= 0x7e) || code === 0xa9;
}

const END_RECORD = 22;
const MAX_COMMENT = 65_535;

/** A ZIP is read from its end: a record whose comment reaches exactly to the last byte. */
function endsInArchive(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Math.max(0, bytes.length - END_RECORD - MAX_COMMENT);
  for (let at = bytes.length - END_RECORD; at >= first; at--) {
    if (view.getUint32(at) !== 0x504b0506) continue;
    if (at + END_RECORD + view.getUint16(at + 20, true) === bytes.length) return true;
  }
  return false;
}
