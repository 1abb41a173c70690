import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../lib/core/timeline/build-timeline";
import { cameraAt } from "../../../lib/core/timeline/camera";
import { type AssemblyInput, type Timeline, timelineSchema } from "../../../lib/core/timeline/types";
import { anyInput, completeInput, without } from "./arbitrary";

function inputOf(durations: number[], images = 2): AssemblyInput {
  return {
    schema: "assembly-input@1",
    fps: 30,
    width: 1280,
    height: 720,
    strategy: "narration-led",
    segmentDuration: 10,
    music: { artifact: "Music", durationSeconds: 30 },
    segments: durations.map((durationSeconds, index) => ({
      index,
      narration: { artifact: `SegmentNarrationAudio[${index}]`, durationSeconds },
      words: [],
      text: `Segment ${index}`,
      visuals: Array.from({ length: images }, (_, at) => ({
        kind: "image" as const,
        artifact: `SegmentImageAsset[${index}][${at}]`,
      })),
    })),
  };
}

const end = (item: { startFrame: number; durationInFrames: number }) =>
  item.startFrame + item.durationInFrames;
const visualsOf = (timeline: Timeline) => timeline.segments.flatMap((segment) => segment.visuals);
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe("the master track", () => {
  it("has segments end to end, from frame 0 to the film's end, each at least a frame long", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const timeline = buildTimeline(input);
        let at = 0;
        for (const segment of timeline.segments) {
          expect(segment.startFrame).toBe(at);
          expect(segment.durationInFrames).toBeGreaterThan(0);
          at = end(segment);
        }
        expect(at).toBe(timeline.durationInFrames);
      }),
    );
  });

  it("is as long as its narration clips together, however they round", () => {
    fc.assert(
      fc.property(completeInput, (input) => {
        const clips = input.segments.map((segment) => segment.narration?.durationSeconds ?? 0);
        const { durationInFrames } = buildTimeline({ ...input, strategy: "narration-led" });
        expect(Math.abs(durationInFrames - sum(clips) * input.fps)).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
    );
  });

  it("does not drift over sixty clips of an awkward length", () => {
    expect(buildTimeline(inputOf(Array.from({ length: 60 }, () => 3.016))).durationInFrames).toBe(
      Math.round(60 * 3.016 * 30),
    );
  });

  it("holds short segments to the segment duration when the strategy says so, and never cuts a long one", () => {
    const timeline = buildTimeline({ ...inputOf([4, 12.5]), strategy: "fixed-segments" });
    expect(timeline.segments.map((segment) => segment.durationInFrames)).toEqual([300, 375]);
  });

  it("puts segments in the order of their index", () => {
    const input = inputOf([4, 5]);
    const reversed = { ...input, segments: [...input.segments].reverse() };
    expect(buildTimeline(reversed)).toEqual(buildTimeline(input));
  });
});

describe("visuals", () => {
  it("cover every frame, and overlap by exactly the crossfade that announces it", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const timeline = buildTimeline(input);
        const visuals = visualsOf(timeline);
        visuals.forEach((visual, at) => {
          const before = visuals[at - 1];
          const fade = visual.transitionIn?.durationInFrames ?? 0;
          if (before === undefined) expect([visual.startFrame, fade]).toEqual([0, 0]);
          else expect(end(before) - visual.startFrame).toBe(fade);
          const twoBefore = visuals[at - 2];
          if (twoBefore) expect(end(twoBefore)).toBeLessThanOrEqual(visual.startFrame);
        });
        for (const segment of timeline.segments) {
          expect(segment.visuals[0]?.startFrame).toBe(segment.startFrame);
        }
        expect(end(visuals.at(-1) as (typeof visuals)[number])).toBe(timeline.durationInFrames);
      }),
    );
  });

  it("are all there when five images share one second", () => {
    const visuals = visualsOf(buildTimeline(inputOf([1], 5)));
    expect(visuals.map((visual) => visual.startFrame)).toEqual([0, 6, 12, 18, 24]);
    expect(visuals.map((visual) => visual.durationInFrames)).toEqual([8, 8, 8, 8, 6]);
  });

  it("that get no frame of their own are left out of a narration of a tenth of a second", () => {
    const visuals = visualsOf(buildTimeline(inputOf([0.1], 5)));
    expect(sum(visuals.map((visual) => visual.durationInFrames))).toBe(3);
    expect(visuals.every((visual) => visual.transitionIn === undefined)).toBe(true);
  });

  it("move gently, and never like their neighbour", () => {
    const visuals = visualsOf(buildTimeline(inputOf([8, 9, 10, 11, 12, 9, 10], 5)));
    visuals.forEach((visual, at) => {
      const [from, to] = [cameraAt(visual.keyframes, 0), cameraAt(visual.keyframes, 1)];
      expect(from).not.toEqual(to);
      expect(Math.max(from.scale, to.scale)).toBeLessThanOrEqual(1.15);
      const [before, here] = [visuals[at - 1]?.keyframes, visual.keyframes];
      const path = (keyframes: typeof here) => keyframes?.map(({ x, y }) => [x, y]);
      expect(path(here)).not.toEqual(path(before));
    });
  });

  it("that are clips run at full speed when long enough, slower when nearly, and again when not", () => {
    const clips = [20, 9, 4].map((durationSeconds) => {
      const input = inputOf([10]);
      const visuals = [{ kind: "video" as const, artifact: "SegmentVideo[0]", durationSeconds }];
      return visualsOf(buildTimeline({ ...input, segments: [{ ...input.segments[0], visuals } as never] }))[0]
        ?.clip;
    });
    expect(clips).toEqual([
      { durationSeconds: 20, playbackRate: 1, loop: false },
      { durationSeconds: 9, playbackRate: 0.9, loop: false },
      { durationSeconds: 4, playbackRate: 1, loop: true },
    ]);
  });

  it("are a title card with the narration's text where a film has no images, and the film is complete", () => {
    const timeline = buildTimeline(inputOf([10, 10], 0));
    expect(timeline.complete).toBe(true);
    expect(visualsOf(timeline).map((visual) => [visual.kind, visual.card])).toEqual([
      ["placeholder", { purpose: "title", text: "Segment 0" }],
      ["placeholder", { purpose: "title", text: "Segment 1" }],
    ]);
  });
});

describe("a running video", () => {
  it("gives the same bytes for the same input", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(JSON.stringify(buildTimeline(input))).toBe(
          JSON.stringify(buildTimeline(structuredClone(input))),
        );
      }),
    );
  });

  it("always answers with a valid timeline, complete exactly when nothing is missing", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const timeline = buildTimeline(input);
        expect(timelineSchema.parse(timeline)).toEqual(timeline);
        const isWhole = input.segments.every(
          (segment) => segment.narration !== null && segment.visuals.every((visual) => visual !== null),
        );
        expect(timeline.complete).toBe(isWhole);
        expect(timeline.segments.every((segment) => segment.ready)).toBe(isWhole);
      }),
    );
  });

  it("is incomplete until the music it expects is there", () => {
    expect(buildTimeline({ ...inputOf([4]), music: null }).complete).toBe(false);
    expect(buildTimeline({ ...inputOf([4]), music: undefined }).complete).toBe(true);
  });

  it("shows stand-ins of the planned length for what is missing", () => {
    const timeline = buildTimeline(without(inputOf([4, 5]), () => true));
    expect(timeline.durationInFrames).toBe(600);
    expect(visualsOf(timeline).every((visual) => visual.kind === "placeholder")).toBe(true);
    expect(visualsOf(timeline)[0]?.card).toEqual({ purpose: "pending", text: "Segment 0" });
    expect(timeline.segments[1]?.narration).toEqual({ artifact: null, durationSeconds: 10 });
  });

  it("never moves or un-readies a leading ready segment when more parts arrive", () => {
    const missing = fc.array(fc.boolean(), { minLength: 400, maxLength: 400 });
    fc.assert(
      fc.property(completeInput, missing, missing, (input, early, fewer) => {
        const before = buildTimeline(without(input, (part) => early[part] ?? false));
        const after = buildTimeline(
          without(input, (part) => (early[part] ?? false) && (fewer[part] ?? false)),
        );
        const firstUnready = before.segments.findIndex((segment) => !segment.ready);
        const ready = firstUnready < 0 ? before.segments : before.segments.slice(0, firstUnready);
        ready.forEach((segment, at) => {
          const later = after.segments[at] as typeof segment;
          expect(later.ready).toBe(true);
          expect(later.startFrame).toBe(segment.startFrame);
          expect(later.durationInFrames).toBe(segment.durationInFrames);
          expect(later.narration).toEqual(segment.narration);
          // Only the tail under the next segment's crossfade may still change with that segment's length.
          expect(later.visuals.slice(0, -1)).toEqual(segment.visuals.slice(0, -1));
          const sameVisual = ({ kind, artifact, startFrame }: (typeof segment.visuals)[number]) => ({
            kind,
            artifact,
            startFrame,
          });
          expect(later.visuals.map(sameVisual)).toEqual(segment.visuals.map(sameVisual));
        });
        before.segments.forEach((segment, at) => {
          if (segment.ready) expect(after.segments[at]?.ready).toBe(true);
        });
      }),
    );
  });
});

describe("music", () => {
  it("plays over the whole film, repeated when it is shorter, with fades that fit the film", () => {
    expect(buildTimeline(inputOf([10, 10, 15.5])).music).toMatchObject({
      startFrame: 0,
      durationInFrames: 1065,
      loop: true,
      fadeInFrames: 15,
      fadeOutFrames: 60,
    });
    expect(buildTimeline(inputOf([1])).music).toMatchObject({ loop: false, fadeOutFrames: 10 });
  });
});
