import fc from "fast-check";
import type { AssemblyInput, AssemblySegment } from "../../../lib/core/timeline/types";

const seconds = fc.double({ min: 0.1, max: 40, noNaN: true });

const words = fc.array(
  fc.record({
    text: fc.string({ minLength: 1, maxLength: 60 }),
    gap: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  { maxLength: 30 },
);

/** A segment with everything there: images or one clip, or none at all (a title card). */
function readySegment(index: number): fc.Arbitrary<AssemblySegment> {
  const visuals = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((count) =>
      Array.from({ length: count }, (_, at) => ({
        kind: "image" as const,
        artifact: `SegmentImageAsset[${index}][${at}]`,
      })),
    ),
    seconds.map((durationSeconds) => [
      { kind: "video" as const, artifact: `SegmentVideo[${index}]`, durationSeconds },
    ]),
  );
  return fc.record({ durationSeconds: seconds, visuals, words }).map((parts) => ({
    index,
    narration: { artifact: `SegmentNarrationAudio[${index}]`, durationSeconds: parts.durationSeconds },
    words: parts.words.map(({ text, gap }, at) => ({
      text,
      startSeconds: (parts.durationSeconds * at) / parts.words.length,
      endSeconds: (parts.durationSeconds * at) / parts.words.length + gap,
    })),
    visuals: parts.visuals,
    text: "The tide comes in twice a day.",
  }));
}

/** Inputs in which nothing is missing. */
export const completeInput: fc.Arbitrary<AssemblyInput> = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc.record({
    schema: fc.constant("assembly-input@1" as const),
    fps: fc.constantFrom(24, 25, 30, 60),
    width: fc.constant(1280),
    height: fc.constant(720),
    strategy: fc.constantFrom("narration-led" as const, "fixed-segments" as const),
    segmentDuration: fc.integer({ min: 3, max: 30 }),
    segments: fc.tuple(...Array.from({ length: count }, (_, index) => readySegment(index))),
    music: fc.constantFrom({ artifact: "Music", durationSeconds: 12 }, undefined),
  }),
);

/** The same input with some parts not there yet: all those that `isMissing` names by a running number. */
export function without(input: AssemblyInput, isMissing: (part: number) => boolean): AssemblyInput {
  let part = 0;
  return {
    ...input,
    segments: input.segments.map((segment) => {
      const hasNoAudio = isMissing(part++);
      return {
        ...segment,
        narration: hasNoAudio ? null : segment.narration,
        words: hasNoAudio ? null : segment.words,
        visuals: segment.visuals.map((visual) => (isMissing(part++) ? null : visual)),
      };
    }),
  };
}

/** Any state of a running video. */
export const anyInput = fc
  .tuple(completeInput, fc.infiniteStream(fc.boolean()))
  .map(([input, missing]) => without(input, () => missing.next().value));
