import type { Timeline } from "../../../lib/core/timeline/types";

/** A place in the film: a segment and the seconds since its start. */
export interface PreviewPosition {
  segment: number;
  seconds: number;
}

export const PREVIEW_START: PreviewPosition = { segment: 0, seconds: 0 };

export function segmentSeconds(timeline: Timeline, segment: number): number {
  return (timeline.segments[segment]?.durationInFrames ?? 0) / timeline.fps;
}

/** Seconds since the start of the film. */
export function filmSeconds(timeline: Timeline, position: PreviewPosition): number {
  return (timeline.segments[position.segment]?.startFrame ?? 0) / timeline.fps + position.seconds;
}

/** The place of a moment of the film, clamped to it. */
export function positionAt(timeline: Timeline, seconds: number): PreviewPosition {
  const frame = Math.max(0, seconds) * timeline.fps;
  let index = 0;
  while (index + 1 < timeline.segments.length && (timeline.segments[index + 1]?.startFrame ?? 0) <= frame)
    index++;
  const start = (timeline.segments[index]?.startFrame ?? 0) / timeline.fps;
  return { segment: index, seconds: Math.min(segmentSeconds(timeline, index), Math.max(0, seconds - start)) };
}

/**
 * One tick of the preview. `null` = the film is over. It stops at the start of a segment that can't be played yet and
 * goes on from there when it can: segments become ready while it plays.
 */
export function advance(options: {
  timeline: Timeline;
  position: PreviewPosition;
  elapsed: number;
  isPlayable: (segment: number) => boolean;
}): PreviewPosition | null {
  const { timeline, position, elapsed, isPlayable } = options;
  if (!isPlayable(position.segment)) return position;
  const seconds = position.seconds + elapsed;
  if (seconds < segmentSeconds(timeline, position.segment)) return { ...position, seconds };
  if (position.segment + 1 >= timeline.segments.length) return null;
  return { segment: position.segment + 1, seconds: 0 };
}

/** The caption on screen at a moment of the film. */
export function captionAt(timeline: Timeline, seconds: number): readonly string[] {
  return (
    timeline.captions.cues.find((cue) => cue.startSeconds <= seconds && seconds < cue.endSeconds)?.lines ?? []
  );
}

/** 0…1: how far a visual has faded in at a frame of the film. */
export function opacityAt(
  visual: { startFrame: number; transitionIn?: { durationInFrames: number } },
  frame: number,
): number {
  const fade = visual.transitionIn?.durationInFrames ?? 0;
  if (frame < visual.startFrame) return 0;
  return fade === 0 ? 1 : Math.min(1, (frame - visual.startFrame) / fade);
}
