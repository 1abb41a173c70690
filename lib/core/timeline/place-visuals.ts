import { planCamera } from "./camera";
import type { SegmentSlot } from "./place-segments";
import type { AssemblyVisual, TimelineVisual } from "./types";

/** Length of a full crossfade; short visuals get a shorter one. */
const CROSSFADE_SECONDS = 0.5;
/** A clip may be slowed down to this rate before it is looped instead. */
const SLOWEST_RATE = 0.8;

/** A visual's own frames, before crossfades lengthen it. `visual` null: a stand-in. */
interface VisualSlot {
  segment: SegmentSlot;
  position: number;
  visual: AssemblyVisual | null;
  isTitleCard: boolean;
  startFrame: number;
  durationInFrames: number;
}

/**
 * The visuals of every segment, in absolute frames. Each fills an equal share of its segment. Where one fades into the
 * next, the earlier one lasts `transitionIn.durationInFrames` longer; nothing else overlaps.
 */
export function placeVisuals(segments: readonly SegmentSlot[], fps: number): TimelineVisual[][] {
  const slots = segments.map(shareOut);
  const flat = slots.flat();
  const visuals = new Map<VisualSlot, TimelineVisual>();
  flat.forEach((slot, at) => {
    const before = flat[at - 1];
    const after = flat[at + 1];
    const fadeIn = before === undefined ? 0 : crossfadeFrames(before, slot, fps);
    const tail = after === undefined ? 0 : crossfadeFrames(slot, after, fps);
    visuals.set(slot, toVisual(slot, fadeIn, slot.durationInFrames + tail, fps));
  });
  return slots.map((row) => row.map((slot) => visuals.get(slot) as TimelineVisual));
}

/** Equal shares, rounded on the running sum. More visuals than frames: those without a frame of their own are left out. */
function shareOut(segment: SegmentSlot): VisualSlot[] {
  const isTitleCard = segment.segment.visuals.length === 0;
  const visuals = isTitleCard ? [null] : segment.segment.visuals;
  return visuals
    .map((visual, position) => {
      const start = Math.round((segment.durationInFrames * position) / visuals.length);
      const end = Math.round((segment.durationInFrames * (position + 1)) / visuals.length);
      const startFrame = segment.startFrame + start;
      return { segment, position, visual, isTitleCard, startFrame, durationInFrames: end - start };
    })
    .filter((slot) => slot.durationInFrames > 0);
}

/** At most a third of either side, so that a visual is never fading in and out at once. */
function crossfadeFrames(before: VisualSlot, after: VisualSlot, fps: number): number {
  const shorter = Math.min(before.durationInFrames, after.durationInFrames);
  return Math.min(Math.round(CROSSFADE_SECONDS * fps), Math.floor(shorter / 3));
}

function toVisual(slot: VisualSlot, fadeIn: number, durationInFrames: number, fps: number): TimelineVisual {
  const seconds = durationInFrames / fps;
  const place = {
    startFrame: slot.startFrame,
    durationInFrames,
    ...(fadeIn > 0 && { transitionIn: { kind: "crossfade" as const, durationInFrames: fadeIn } }),
  };
  const keyframes = () => planCamera(slot.segment.segment.index, slot.position, seconds);
  if (slot.visual === null) {
    const purpose = slot.isTitleCard ? ("title" as const) : ("pending" as const);
    const card = { purpose, text: slot.segment.segment.text ?? "" };
    return {
      kind: "placeholder",
      artifact: null,
      ...place,
      card,
      ...(slot.isTitleCard && { keyframes: keyframes() }),
    };
  }
  const { kind, artifact } = slot.visual;
  if (kind === "image") return { kind, artifact, ...place, keyframes: keyframes() };
  return { kind, artifact, ...place, clip: fitClip(slot.visual.durationSeconds ?? seconds, seconds) };
}

function fitClip(clipSeconds: number, seconds: number) {
  const rate = Math.min(1, Math.round((clipSeconds / seconds) * 10_000) / 10_000);
  return rate < SLOWEST_RATE
    ? { durationSeconds: clipSeconds, playbackRate: 1, loop: true }
    : { durationSeconds: clipSeconds, playbackRate: rate, loop: false };
}
