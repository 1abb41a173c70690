import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  captionAt,
  filmSeconds,
  opacityAt,
  PREVIEW_START,
  type PreviewPosition,
  positionAt,
} from "../../app/(dashboard)/_lib/preview-clock";
import type { Timeline } from "../../lib/core/timeline/types";

/** Segments of the given lengths in seconds, at 30 frames a second. */
function timeline(...lengths: number[]): Timeline {
  let startFrame = 0;
  const segments = lengths.map((length, index) => {
    const segment = {
      index,
      startFrame,
      durationInFrames: length * 30,
      ready: true,
      narration: { artifact: null, durationSeconds: length },
      visuals: [],
      words: [],
    };
    startFrame += length * 30;
    return segment;
  });
  return {
    schema: "timeline@1",
    complete: false,
    fps: 30,
    width: 1280,
    height: 720,
    durationInFrames: startFrame,
    segments,
    captions: { cues: [{ segment: 0, startSeconds: 1, endSeconds: 2, lines: ["Hello."] }] },
  };
}

const always = () => true;

describe("the clock of the preview", () => {
  it("plays every segment for its length and then says that the film is over", () => {
    const film = timeline(2, 3);
    let position: PreviewPosition | null = PREVIEW_START;
    let ticks = 0;
    const visited = new Set<number>();
    while (position) {
      visited.add(position.segment);
      position = advance({ timeline: film, position, elapsed: 0.25, isPlayable: always });
      ticks++;
    }
    expect([...visited]).toEqual([0, 1]);
    expect(ticks * 0.25).toBeCloseTo(5);
  });

  it("waits at the start of a segment that is not there yet, and goes on when it is", () => {
    const film = timeline(2, 3);
    const onlyFirst = (segment: number) => segment === 0;
    const end = { segment: 0, seconds: 1.9 };
    const waiting = advance({ timeline: film, position: end, elapsed: 0.2, isPlayable: onlyFirst });
    expect(waiting).toEqual({ segment: 1, seconds: 0 });
    if (!waiting) throw new Error("the film is not over");
    expect(advance({ timeline: film, position: waiting, elapsed: 5, isPlayable: onlyFirst })).toEqual(
      waiting,
    );
    expect(advance({ timeline: film, position: waiting, elapsed: 0.5, isPlayable: always })).toEqual({
      segment: 1,
      seconds: 0.5,
    });
  });

  it("finds the place of any moment of the film, and the moment of that place", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const film = timeline(...each);
        const seconds = (share * film.durationInFrames) / film.fps;
        expect(filmSeconds(film, positionAt(film, seconds))).toBeCloseTo(seconds, 6);
      }),
    );
  });

  it("keeps a moment outside of the film inside", () => {
    const film = timeline(2, 3);
    expect(positionAt(film, -4)).toEqual({ segment: 0, seconds: 0 });
    expect(positionAt(film, 99)).toEqual({ segment: 1, seconds: 3 });
  });

  it("shows a caption from its start up to its end", () => {
    const film = timeline(4);
    expect([0.9, 1, 1.9, 2].map((seconds) => captionAt(film, seconds).length)).toEqual([0, 1, 1, 0]);
  });

  it("fades a visual in over its transition only", () => {
    const fading = { startFrame: 100, transitionIn: { durationInFrames: 20 } };
    expect([99, 100, 110, 120, 500].map((frame) => opacityAt(fading, frame))).toEqual([0, 0, 0.5, 1, 1]);
    expect(opacityAt({ startFrame: 100 }, 100)).toBe(1);
  });
});
