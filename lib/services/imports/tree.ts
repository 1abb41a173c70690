import type { Checksum } from "../../core/fingerprint/types";
import type { VideoId } from "../../core/ids";
import type { MediaFamily } from "../../core/media-type";

/** The files of a friendly tree, wherever they lie. */
export interface TreeFiles {
  /** Every file there is, slash-separated, relative to the tree. */
  paths: ReadonlySet<string>;
  read(path: string): Promise<Uint8Array>;
}

/** What the bytes are, or why they are no media of the family. */
export type Sniff = (
  bytes: Uint8Array,
  family: MediaFamily,
) => Promise<{ mediaType: string } | { reason: string }>;

/** An object of the video that a tree holds. */
export interface TreeObject {
  bytes: number;
  checksum: Checksum;
  mediaType: string;
  load(): Promise<Uint8Array>;
}

/** A tree that was checked from end to end: the objects of the video by their paths below its prefix. */
export interface Tree {
  videoId: VideoId;
  revision: number;
  objects: ReadonlyMap<string, TreeObject>;
  /** Of this revision and of all others that are recorded. */
  runIds: readonly string[];
}
