import type { Timeline } from "../core/timeline/types";

/** Bytes at once, or as a stream so that memory stays flat. */
export type MediaBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** A part of the film that can be kept: the pictures of one segment, without sound. */
export interface FilmChunk {
  /** sha256 (64 hex) over everything the chunk is drawn from. Equal key, equal pictures. */
  key: string;
  /** Index of the segment. */
  segment: number;
  bytes: Uint8Array;
}

export interface RenderOptions {
  timeline: Timeline;
  /** The content of an artifact that the timeline names. */
  readArtifact: (artifact: string) => Promise<MediaBytes>;
  /** Where the film goes. The file is complete when the call resolves, and absent when it rejects. */
  outputPath: string;
  /** A chunk kept from an earlier film, or null. */
  reuseChunk?: (chunk: { key: string; segment: number }) => Promise<MediaBytes | null>;
  /** Called once for each chunk that was drawn now. */
  storeChunk?: (chunk: FilmChunk) => Promise<void>;
  /** At most a few times a second; `framesDone` never goes down and ends at `framesTotal`. */
  onProgress?: (progress: { framesDone: number; framesTotal: number }) => void;
  /** Stops the work and its processes; the call then rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface RenderedFilm {
  path: string;
  bytes: number;
  durationSeconds: number;
  /** In the order of the segments. */
  chunks: { key: string; segment: number; isReused: boolean }[];
}

export interface PosterOptions {
  /** A film or clip on disk. */
  path: string;
  atSeconds: number;
  /** Pixels; the height follows. */
  width: number;
  signal?: AbortSignal;
}

/**
 * Timeline → MP4 (H.264 High, yuv420p, AAC 48 kHz stereo, faststart): as long as the timeline to within a frame.
 * Fails with `render-failed`, naming the artifact at fault in `details.artifact` where there is one.
 */
export interface Renderer {
  renderMp4(options: RenderOptions): Promise<RenderedFilm>;
  /** One frame as a PNG. */
  posterFor(options: PosterOptions): Promise<Uint8Array>;
}
