import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../lib/core/timeline/build-timeline";
import { toSrt, toWebVtt } from "../../../lib/core/timeline/caption-files";
import { captionCues } from "../../../lib/core/timeline/captions";
import type { TimedWord, TimelineSegment } from "../../../lib/core/timeline/types";
import { completeInput } from "./arbitrary";

function segmentOf(words: TimedWord[], durationSeconds = 20, startFrame = 0): TimelineSegment {
  return {
    index: 0,
    startFrame,
    durationInFrames: durationSeconds * 30,
    ready: true,
    narration: { artifact: "SegmentNarrationAudio[0]", durationSeconds },
    visuals: [],
    words,
  };
}

const cuesOf = (...segments: TimelineSegment[]) => captionCues({ fps: 30, segments });

/** Half a second a word. */
function spoken(text: string, secondsPerWord = 0.5): TimedWord[] {
  return text.split(" ").map((word, at) => ({
    text: word,
    startSeconds: at * secondsPerWord,
    endSeconds: (at + 0.9) * secondsPerWord,
  }));
}

const letters = (text: string) => text.replace(/\s+/gu, "");

describe("caption cues", () => {
  it("are ordered, never overlap, and stay within six seconds and two lines of 42 characters", () => {
    fc.assert(
      fc.property(completeInput, (input) => {
        let before = 0;
        for (const cue of buildTimeline(input).captions.cues) {
          expect(cue.startSeconds).toBeGreaterThanOrEqual(before);
          expect(cue.endSeconds).toBeGreaterThan(cue.startSeconds);
          expect(cue.endSeconds - cue.startSeconds).toBeLessThanOrEqual(6.001);
          expect(cue.lines.length).toBeLessThanOrEqual(2);
          for (const line of cue.lines) expect(Array.from(line).length).toBeLessThanOrEqual(42);
          before = cue.endSeconds;
        }
      }),
    );
  });

  it("say every word of the script, in order", () => {
    fc.assert(
      fc.property(completeInput, (input) => {
        const timeline = buildTimeline(input);
        for (const segment of timeline.segments) {
          const shown = timeline.captions.cues.filter((cue) => cue.segment === segment.index);
          expect(letters(shown.flatMap((cue) => cue.lines).join(""))).toBe(
            letters(segment.words.map((word) => word.text).join("")),
          );
        }
      }),
    );
  });

  it("start when their first word is spoken, on the clock of the film", () => {
    const cues = cuesOf(segmentOf(spoken("The moon pulls the sea. The sea follows."), 20, 45));
    expect(cues.map((cue) => [cue.startSeconds, cue.lines])).toEqual([
      [1.5, ["The moon pulls the sea."]],
      [4, ["The sea follows."]],
    ]);
  });

  it("wait for the speaker after a pause", () => {
    const words = [...spoken("Wait for"), { text: "it", startSeconds: 5, endSeconds: 5.3 }];
    expect(cuesOf(segmentOf(words)).map((cue) => cue.startSeconds)).toEqual([0, 5]);
  });

  it("break a long line in the middle, rather after a comma", () => {
    const [cue] = cuesOf(segmentOf(spoken("Twice a day, the whole ocean rises up and then falls away", 0.3)));
    expect(cue?.lines).toEqual(["Twice a day, the whole ocean", "rises up and then falls away"]);
  });

  it("divide a long sentence evenly, leaving no word alone", () => {
    const sentence = "Twice a day, all along the coast, the sea climbs the shore and then slips away again.";
    expect(cuesOf(segmentOf(spoken(sentence, 0.3))).map((cue) => cue.lines)).toEqual([
      ["Twice a day, all along the coast,"],
      ["the sea climbs the shore", "and then slips away again."],
    ]);
  });

  it("give a very short sentence to the next cue", () => {
    expect(cuesOf(segmentOf(spoken("Yes. The tide is coming."))).map((cue) => cue.lines)).toEqual([
      ["Yes. The tide is coming."],
    ]);
  });

  it("spread words evenly when their times make no sense", () => {
    const backwards = spoken("one two three four five six seven eight nine ten eleven twelve").reverse();
    const cues = cuesOf(segmentOf(backwards, 12));
    expect(cues.at(-1)?.startSeconds).toBeGreaterThan(3);
    expect(cues.at(-1)?.endSeconds).toBeLessThanOrEqual(12);
    const allAtOnce = Array.from({ length: 40 }, () => ({
      text: "together",
      startSeconds: 0,
      endSeconds: 0,
    }));
    expect(cuesOf(segmentOf(allAtOnce, 12)).flatMap((cue) => cue.lines.join(" ").split(" "))).toHaveLength(
      40,
    );
  });

  it("cut a word that is longer than a line", () => {
    const address = `https://example.org/${"a".repeat(80)}`;
    const [cue, ...more] = cuesOf(segmentOf([{ text: address, startSeconds: 0, endSeconds: 3 }]));
    expect([cue, ...more].flatMap((each) => each?.lines).join("")).toBe(address);
  });

  it("put no spaces between words of scripts that have none", () => {
    const words = ["潮", "は", "満ちる。"].map((text, at) => ({
      text,
      startSeconds: at,
      endSeconds: at + 0.9,
    }));
    expect(cuesOf(segmentOf(words))[0]?.lines).toEqual(["潮は満ちる。"]);
  });
});

describe("caption files", () => {
  const cue = (startSeconds: number, lines: string[]) => ({
    segment: 0,
    startSeconds,
    endSeconds: startSeconds + 2,
    lines,
  });

  it("are WebVTT with escaped text", () => {
    const captions = { cues: [cue(0, ["Salt & sun <b>", "--> end"]), cue(3661.5, ["Later"])] };
    expect(toWebVtt({ captions })).toBe(
      "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nSalt &amp; sun &lt;b&gt;\n--&gt; end\n\n2\n01:01:01.500 --> 01:01:03.500\nLater\n",
    );
  });

  it("are SubRip with a decimal comma", () => {
    expect(toSrt({ captions: { cues: [cue(59.999, ["One", "two"])] } })).toBe(
      "1\n00:00:59,999 --> 00:01:01,999\nOne\ntwo\n",
    );
  });

  it("are valid when nothing is said", () => {
    expect(toWebVtt({ captions: { cues: [] } })).toBe("WEBVTT\n");
    expect(toSrt({ captions: { cues: [] } })).toBe("");
  });
});
