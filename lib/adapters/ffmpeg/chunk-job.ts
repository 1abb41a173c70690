import type { Keyframe } from "../../core/timeline/types";

/** What one layer of a chunk shows. Plain data: it crosses into a worker thread. */
type LayerSource =
  | { kind: "image"; path: string }
  | { kind: "video"; path: string; playbackRate: number; loop: boolean }
  | { kind: "card"; text: string; purpose: "pending" | "title" };

export interface Layer {
  /** For error messages. */
  artifact: string | null;
  source: LayerSource;
  /** Relative to the chunk; negative for the visual that the segment before left behind under a crossfade. */
  startFrame: number;
  durationInFrames: number;
  fadeInFrames: number;
  keyframes?: Keyframe[];
}

/** The frames of one segment, to be drawn and encoded in a worker. */
export interface ChunkJob {
  ffmpeg: string;
  width: number;
  height: number;
  fps: number;
  durationInFrames: number;
  /** In order of appearance. */
  layers: Layer[];
  outputPath: string;
  encoderThreads: number;
}
