import type { VideoInputs } from "../graph/inputs";
import { segmentCount, visualsOf } from "../graph/narrated-video";
import {
  ASSEMBLY_INPUT_SCHEMA,
  type AssemblyInput,
  type AssemblyStrategy,
  type AssemblyVisual,
  DEFAULT_FPS,
  type TimedWord,
} from "./types";

/** A part of the film as far as it is there; null: not yet. */
export interface AssemblyParts {
  /** Measured facts of a media artifact: `durationSeconds` of sound and clips. */
  facts(artifact: string): Readonly<Record<string, number>> | null;
  /** The words of a segment's narration with their times. */
  words(segment: number): TimedWord[] | null;
  /** The text of a segment's narration, for title cards. */
  text(segment: number): string | null;
}

const SHORT_SIDE: Record<string, number> = { "480p": 480, "720p": 720, "1080p": 1080 };

/** Width and height in pixels, both even; `Size` is the length of the shorter side. */
export function frameSize(inputs: Pick<VideoInputs, "Size" | "AspectRatio">): {
  width: number;
  height: number;
} {
  const short = SHORT_SIDE[inputs.Size] ?? 720;
  const [across = 16, down = 9] = inputs.AspectRatio.split(":").map(Number);
  const long = 2 * Math.round((short * Math.max(across, down)) / Math.min(across, down) / 2);
  return across >= down ? { width: long, height: short } : { width: short, height: long };
}

/**
 * The normalised DTO the assembler works on (storage.md, assembly-input.json), from whatever parts are there: complete for the
 * assembler's job, partial for a video that is still running.
 */
export function assemblyInputOf(options: { inputs: VideoInputs; parts: AssemblyParts }): AssemblyInput {
  const { inputs, parts } = options;
  const segments = Array.from({ length: segmentCount(inputs) }, (_, index) => {
    const text = parts.text(index);
    return {
      index,
      narration: measured(parts, `SegmentNarrationAudio[${index}]`),
      words: parts.words(index),
      visuals: visualsAt({ inputs, parts, segment: index }),
      ...(text === null ? {} : { text }),
    };
  });
  return {
    schema: ASSEMBLY_INPUT_SCHEMA,
    fps: DEFAULT_FPS,
    ...frameSize(inputs),
    strategy: inputs.AssemblyStrategy as AssemblyStrategy,
    segmentDuration: inputs.SegmentDuration,
    segments,
    music: measured(parts, "Music"),
  };
}

function measured(
  parts: AssemblyParts,
  artifact: string,
): { artifact: string; durationSeconds: number } | null {
  const durationSeconds = parts.facts(artifact)?.durationSeconds;
  return durationSeconds === undefined ? null : { artifact, durationSeconds };
}

function visualsAt(options: {
  inputs: VideoInputs;
  parts: AssemblyParts;
  segment: number;
}): (AssemblyVisual | null)[] {
  const { inputs, parts, segment } = options;
  if (visualsOf(inputs, segment) !== "images") {
    const clip = measured(parts, `SegmentVideo[${segment}]`);
    return [clip && { kind: "video", ...clip }];
  }
  return Array.from({ length: inputs.ImagesPerSegment }, (_, image) => {
    const artifact = `SegmentImageAsset[${segment}][${image}]`;
    return parts.facts(artifact) === null ? null : { kind: "image", artifact };
  });
}
