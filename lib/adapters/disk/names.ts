import { isReelgraphError } from "../../core/errors";
import { type ObjectKey, objectKey } from "../../ports/object-store";

/** Names the store keeps to itself. A key's segment that begins so is written with one `~` more, and stays distinct. */
const RESERVED = ".~";
const TEMP = ".~tmp-";

/** The store's own folder at the root: locks, and what is known of each file without reading it. All of it may be deleted. */
export const OWN_FOLDER = ".~reelgraph";

/** What a projection was before, beside it and for people to find: `metadata.json.backup.1` is the newest. */
const WITH_EARLIER = "metadata.json";
export const EARLIER_KEPT = 3;
const EARLIER = /^metadata\.json\.backup\.[1-3]$/;
const MISTAKABLE = ".~-";

/** Whether the store keeps earlier versions of a file of that name. */
export function hasEarlier(fileName: string): boolean {
  return fileName === WITH_EARLIER;
}

export function earlierNameOf(fileName: string, number: number): string {
  return `${fileName}.backup.${number}`;
}

export function isEarlier(fileName: string): boolean {
  return EARLIER.test(fileName);
}

/** The file name of a key's segment: the segment itself, unless it could be mistaken for one of the store's own names. */
export function fileNameOf(segment: string): string {
  if (isEarlier(segment)) return `${MISTAKABLE}${segment}`;
  return segment.startsWith(RESERVED) ? `${RESERVED}~${segment.slice(RESERVED.length)}` : segment;
}

/** The segment a file name stands for; null for the store's own files. */
export function segmentOf(fileName: string): string | null {
  if (isEarlier(fileName)) return null;
  if (!fileName.startsWith(RESERVED)) return fileName;
  const mistakable = fileName.startsWith(MISTAKABLE) ? fileName.slice(MISTAKABLE.length) : "";
  if (isEarlier(mistakable)) return mistakable;
  return fileName.startsWith(`${RESERVED}~`) ? `${RESERVED}${fileName.slice(RESERVED.length + 1)}` : null;
}

export function tempName(holder: string): string {
  return `${TEMP}${holder}`;
}

/** The holder in a temp file's name; null for any other name. */
export function holderOfTemp(fileName: string): string | null {
  return fileName.startsWith(TEMP) ? fileName.slice(TEMP.length) : null;
}

/** The key of a path found on disk; null for a name no key can have, which somebody else put there. */
export function keyOfPath(path: string): ObjectKey | null {
  try {
    return objectKey(path);
  } catch (error) {
    if (isReelgraphError(error)) return null;
    throw error;
  }
}
