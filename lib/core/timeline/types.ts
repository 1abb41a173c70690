import { z } from "zod";

/**
 * The two documents of the assembly (storage.md): `assembly-input.json` goes in, `timeline.json` comes out.
 * Frames are integers on the master clock of the whole film; seconds are only used for what was measured.
 */
export const ASSEMBLY_INPUT_SCHEMA = "assembly-input@1";
export const TIMELINE_SCHEMA = "timeline@1";

/**
 * How segments get their length: `narration-led` gives a segment exactly its narration's length; `fixed-segments`
 * holds a segment to SegmentDuration where its narration is shorter.
 */
export const ASSEMBLY_STRATEGIES = ["narration-led", "fixed-segments"] as const;

export const DEFAULT_FPS = 30;

const artifact = z.string().min(1).describe("Artifact name, e.g. SegmentImageAsset[1][0]");
const seconds = z.number().min(0);
const frame = z.number().int().min(0);
const frames = z.number().int().min(1);

/** Relative to the start of the segment's narration, as `WordTimings[i]` has them. */
export const timedWordSchema = z.object({ text: z.string(), startSeconds: seconds, endSeconds: seconds });

const measuredAudioSchema = z.object({ artifact, durationSeconds: z.number().positive() });

const assemblyVisualSchema = z.object({
  kind: z.enum(["image", "video"]),
  artifact,
  /** Measured length of a video clip; absent for images. */
  durationSeconds: z.number().positive().optional(),
});

const assemblySegmentSchema = z.object({
  index: z.number().int().min(0),
  /** null: expected, not there yet. */
  narration: measuredAudioSchema.nullable(),
  words: z.array(timedWordSchema).nullable(),
  /** In order of appearance; null: expected, not there yet. Empty: the film shows a title card instead. */
  visuals: z.array(assemblyVisualSchema.nullable()),
  /** The narration's text, shown on title cards. */
  text: z.string().optional(),
});

export const assemblyInputSchema = z.object({
  schema: z.literal(ASSEMBLY_INPUT_SCHEMA),
  fps: z.number().int().min(1).max(120),
  width: z.number().int().min(16).max(7680).multipleOf(2),
  height: z.number().int().min(16).max(7680).multipleOf(2),
  strategy: z.enum(ASSEMBLY_STRATEGIES),
  /** The planned length of a segment in seconds: used where a narration is missing, and by `fixed-segments`. */
  segmentDuration: z.number().positive(),
  segments: z.array(assemblySegmentSchema).min(1),
  /** null: expected, not there yet; absent: the film has no music. */
  music: measuredAudioSchema.nullable().optional(),
});

/**
 * The camera at one moment. The picture first covers the frame, then is enlarged by `scale` (≥ 1); `x` and `y` say
 * where the view sits in the room that leaves: 0 = left or top edge, 1 = right or bottom edge. So every value is inside.
 */
const keyframeSchema = z.object({
  /** 0…1 of the visual's duration. */
  at: z.number().min(0).max(1),
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  scale: z.number().min(1),
  /** How the camera leaves this keyframe. */
  easing: z.enum(["linear", "ease-in-out"]),
});

/** During its first `durationInFrames` the visual fades in over the one before it, which lasts exactly that much longer. */
const transitionSchema = z.object({ kind: z.literal("crossfade"), durationInFrames: frames });

/** How a video clip fills its place: slowed down by at most a fifth, looped when that is not enough, cut when too long. */
const clipSchema = z.object({
  durationSeconds: z.number().positive(),
  playbackRate: z.number().positive().max(1),
  loop: z.boolean(),
});

const timelineVisualSchema = z.object({
  kind: z.enum(["image", "video", "placeholder"]),
  /** null for placeholders. */
  artifact: artifact.nullable(),
  startFrame: frame,
  durationInFrames: frames,
  keyframes: z.array(keyframeSchema).min(2).optional(),
  transitionIn: transitionSchema.optional(),
  clip: clipSchema.optional(),
  /** What a placeholder shows. `pending`: stands in for a missing part; `title`: is the picture of this segment. */
  card: z.object({ purpose: z.enum(["pending", "title"]), text: z.string() }).optional(),
});

const timelineSegmentSchema = z.object({
  index: z.number().int().min(0),
  startFrame: frame,
  durationInFrames: frames,
  /** True when nothing of this segment is a stand-in. */
  ready: z.boolean(),
  /** Starts with the segment. `artifact` null: not there yet, `durationSeconds` is the planned length. */
  narration: z.object({ artifact: artifact.nullable(), durationSeconds: z.number().positive() }),
  visuals: z.array(timelineVisualSchema).min(1),
  words: z.array(timedWordSchema),
});

const timelineMusicSchema = z.object({
  artifact,
  durationSeconds: z.number().positive(),
  startFrame: frame,
  durationInFrames: frames,
  /** Level of the music on its own, relative to the narration's loudness. */
  gainDb: z.number(),
  /** How much lower still it goes while somebody speaks, and how fast it gets there and back. */
  ducking: z.object({ depthDb: z.number().max(0), attackSeconds: seconds, releaseSeconds: seconds }),
  fadeInFrames: frame,
  fadeOutFrames: frame,
  /** Repeat with a crossfade when the music is shorter than the film. */
  loop: z.boolean(),
});

/** Seconds on the master clock; at most two lines. */
const captionCueSchema = z.object({
  segment: z.number().int().min(0),
  startSeconds: seconds,
  endSeconds: seconds,
  lines: z.array(z.string().min(1)).min(1).max(2),
});

export const timelineSchema = z.object({
  schema: z.literal(TIMELINE_SCHEMA),
  /** True when every part is there. */
  complete: z.boolean(),
  fps: z.number().int().min(1).max(120),
  width: z.number().int().min(16),
  height: z.number().int().min(16),
  durationInFrames: frames,
  segments: z.array(timelineSegmentSchema).min(1),
  music: timelineMusicSchema.optional(),
  captions: z.object({ cues: z.array(captionCueSchema) }),
});

export type AssemblyStrategy = (typeof ASSEMBLY_STRATEGIES)[number];
export type TimedWord = z.infer<typeof timedWordSchema>;
export type AssemblyVisual = z.infer<typeof assemblyVisualSchema>;
export type AssemblySegment = z.infer<typeof assemblySegmentSchema>;
export type AssemblyInput = z.infer<typeof assemblyInputSchema>;
export type Keyframe = z.infer<typeof keyframeSchema>;
export type TimelineVisual = z.infer<typeof timelineVisualSchema>;
export type TimelineSegment = z.infer<typeof timelineSegmentSchema>;
export type TimelineMusic = z.infer<typeof timelineMusicSchema>;
export type CaptionCue = z.infer<typeof captionCueSchema>;
export type Timeline = z.infer<typeof timelineSchema>;
