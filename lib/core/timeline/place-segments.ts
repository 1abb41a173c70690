import type { AssemblyInput, AssemblySegment } from "./types";

/** A segment's place on the master track. */
export interface SegmentSlot {
  segment: AssemblySegment;
  /** Seconds the narration lasts, or is planned to last. */
  narrationSeconds: number;
  startFrame: number;
  durationInFrames: number;
}

/**
 * Lays the segments end to end. Boundaries are rounded from the running sum of seconds, not each on its own, so the
 * film's length is round(Σ seconds × fps) however many segments there are, and nothing gaps or overlaps.
 */
export function placeSegments(input: AssemblyInput): SegmentSlot[] {
  const inOrder = [...input.segments].sort((a, b) => a.index - b.index);
  let elapsedSeconds = 0;
  let startFrame = 0;
  return inOrder.map((segment) => {
    const narrationSeconds = segment.narration?.durationSeconds ?? input.segmentDuration;
    elapsedSeconds += segmentSeconds(input, narrationSeconds);
    const endFrame = Math.round(elapsedSeconds * input.fps);
    const slot = { segment, narrationSeconds, startFrame, durationInFrames: endFrame - startFrame };
    startFrame = endFrame;
    return slot;
  });
}

/** Never shorter than one frame, so that every segment is seen. */
function segmentSeconds(input: AssemblyInput, narrationSeconds: number): number {
  const least = input.strategy === "fixed-segments" ? input.segmentDuration : 0;
  return Math.max(narrationSeconds, least, 1 / input.fps);
}
