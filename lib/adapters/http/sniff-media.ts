import { fileTypeFromBuffer } from "file-type";
import { bytesInMemory } from "../../core/media/byte-source";
import { inspectMedia } from "../../core/media/inspect-media";
import type { MediaFamily } from "../../core/media-type";

/** What bytes are that somebody else made, or why they are not media of the family: the first thing wrong with them, in words. */
export async function sniffMedia(
  bytes: Uint8Array,
  family: MediaFamily,
): Promise<{ mediaType: string } | { reason: string }> {
  const found = await inspectMedia({ source: bytesInMemory(bytes), family, care: "lenient" });
  if ("mediaType" in found || bytes.length === 0) return found;
  // Of what films are not made of at all, a name says more.
  const known = await fileTypeFromBuffer(bytes);
  return known && known.mime.split("/")[0] !== family
    ? { reason: `it is ${known.mime}, no ${family} that can be used` }
    : found;
}
