import { captionCues } from "./captions";
import { placeSegments, type SegmentSlot } from "./place-segments";
import { placeVisuals } from "./place-visuals";
import {
  type AssemblyInput,
  assemblyInputSchema,
  TIMELINE_SCHEMA,
  type Timeline,
  type TimelineMusic,
  type TimelineSegment,
  type TimelineVisual,
} from "./types";

/** dB below the narration, and further below it while somebody speaks. */
const MUSIC_GAIN_DB = -7;
const MUSIC_DUCKING = { depthDb: -8, attackSeconds: 0.25, releaseSeconds: 0.8 };
const MUSIC_FADE_IN_SECONDS = 0.5;
const MUSIC_FADE_OUT_SECONDS = 2;

/**
 * The TimelineAssembler (graph.md): what was generated so far → the descriptor that player and renderer read.
 * Pure: the same input gives the same bytes. Missing parts become placeholders and `complete: false`; a later call
 * with more parts never moves a ready segment behind which nothing changed. Throws a ZodError for malformed input.
 */
export function buildTimeline(assemblyInput: AssemblyInput): Timeline {
  const input = assemblyInputSchema.parse(assemblyInput);
  const slots = placeSegments(input);
  const visuals = placeVisuals(slots, input.fps);
  const segments = slots.map((slot, at) => toSegment(slot, visuals[at] ?? []));
  const last = slots.at(-1);
  const durationInFrames = last === undefined ? 0 : last.startFrame + last.durationInFrames;
  return {
    schema: TIMELINE_SCHEMA,
    complete: segments.every((segment) => segment.ready) && input.music !== null,
    fps: input.fps,
    width: input.width,
    height: input.height,
    durationInFrames,
    segments,
    ...(input.music && { music: placeMusic(input.music, durationInFrames, input.fps) }),
    captions: { cues: captionCues({ fps: input.fps, segments }) },
  };
}

function toSegment(slot: SegmentSlot, visuals: TimelineVisual[]): TimelineSegment {
  const { segment, startFrame, durationInFrames, narrationSeconds } = slot;
  const isMissingPart =
    segment.narration === null || segment.words === null || segment.visuals.includes(null);
  return {
    index: segment.index,
    startFrame,
    durationInFrames,
    ready: !isMissingPart,
    narration: { artifact: segment.narration?.artifact ?? null, durationSeconds: narrationSeconds },
    visuals,
    words: segment.words ?? [],
  };
}

function placeMusic(
  music: { artifact: string; durationSeconds: number },
  durationInFrames: number,
  fps: number,
): TimelineMusic {
  const fade = (seconds: number) => Math.min(Math.round(seconds * fps), Math.floor(durationInFrames / 3));
  return {
    artifact: music.artifact,
    durationSeconds: music.durationSeconds,
    startFrame: 0,
    durationInFrames,
    gainDb: MUSIC_GAIN_DB,
    ducking: MUSIC_DUCKING,
    fadeInFrames: fade(MUSIC_FADE_IN_SECONDS),
    fadeOutFrames: fade(MUSIC_FADE_OUT_SECONDS),
    loop: music.durationSeconds < durationInFrames / fps,
  };
}
