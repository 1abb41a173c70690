import type { Yuv } from "./yuv";

export interface FrameSize {
  width: number;
  height: number;
}

/** Something that can draw itself, frame after frame. */
export interface FrameSource {
  /** `at`: frame of the layer, 0 first. Called with growing numbers. Fills the whole of `into`. */
  drawFrame(at: number, into: Yuv): Promise<void>;
  close(): Promise<void>;
}
