import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignWords } from "../../../lib/core/timeline/align-words";
import { estimateWords } from "../../../lib/core/timeline/estimate-words";
import { runs } from "../property-runs";

const heard = (...words: [word: string, start: number, end: number][]) =>
  words.map(([word, start, end]) => ({ word, start, end }));

describe("words aligned with what was heard", () => {
  it("keep their punctuation and take the times", () => {
    const words = alignWords({
      text: "Tides rise, “and” fall.",
      heard: heard(["tides", 0.1, 0.5], ["rise", 0.5, 0.9], ["and", 1, 1.2], ["fall", 1.2, 1.8]),
      seconds: 2,
    });
    expect(words).toEqual([
      { text: "Tides", startSeconds: 0.1, endSeconds: 0.5 },
      { text: "rise,", startSeconds: 0.5, endSeconds: 0.9 },
      { text: "“and”", startSeconds: 1, endSeconds: 1.2 },
      { text: "fall.", startSeconds: 1.2, endSeconds: 1.8 },
    ]);
  });

  it("stay what was written where something else was heard, or nothing", () => {
    const words = alignWords({
      text: "Near Cádiz the 3 fishermen wait",
      heard: heard(
        ["Near", 0, 0.4],
        ["cadets", 0.4, 0.9],
        ["the", 0.9, 1],
        ["fishermen", 1.6, 2],
        ["wait", 2, 2.4],
      ),
      seconds: 2.5,
    });
    expect(words.map(({ text }) => text)).toEqual(["Near", "Cádiz", "the", "3", "fishermen", "wait"]);
    expect(words[1]).toMatchObject({ startSeconds: 0.4, endSeconds: 0.9 });
    expect(words[3]).toMatchObject({ startSeconds: 1, endSeconds: 1.6 });
  });

  it("leave out what was only heard", () => {
    const words = alignWords({
      text: "The sea",
      heard: heard(["um", 0, 0.2], ["the", 0.2, 0.4], ["the", 0.4, 0.6], ["sea", 0.6, 1]),
      seconds: 1,
    });
    expect(words.map(({ text }) => text)).toEqual(["The", "sea"]);
    expect(words[1]).toMatchObject({ startSeconds: 0.6 });
  });

  it("are what was heard in scripts without spaces", () => {
    const words = alignWords({
      text: "潮汐每天涨落两次。",
      heard: heard(["潮汐", 0, 0.4], ["每天", 0.4, 0.8], ["涨落", 0.8, 1.2], ["两次", 1.2, 1.6]),
      seconds: 2,
    });
    expect(words.map(({ text }) => text)).toEqual(["潮汐", "每天", "涨落", "两次"]);
  });

  it("come in order where what was heard overlaps and one between was not heard", () => {
    const words = alignWords({
      text: "The high tide",
      heard: heard(["The", 0, 9], ["tide", 2, 3]),
      seconds: 10,
    });
    expect(words.map(({ startSeconds }) => startSeconds)).toEqual([0, 2, 2]);
  });

  it("come in order, within the narration, one for each word of the text, whatever was heard", () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" });
    const hearing = fc.record({
      word,
      start: fc.double({ min: 0, max: 30, noNaN: true }),
      end: fc.double({ min: 0, max: 30, noNaN: true }),
    });
    const cases = fc.tuple(
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.array(hearing, { maxLength: 40 }),
    );
    fc.assert(
      fc.property(cases, ([words, heardWords]) => {
        const text = words.join(" ");
        const seconds = 20;
        const aligned = alignWords({ text, heard: heardWords, seconds });
        const written = text.split(/\s+/u).filter((each) => each !== "");
        if (written.length * 3 >= heardWords.filter((each) => each.word.trim() !== "").length) {
          expect(aligned.map((each) => each.text)).toEqual(written);
        }
        let last = 0;
        for (const { startSeconds, endSeconds } of aligned) {
          expect(startSeconds).toBeGreaterThanOrEqual(last);
          expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
          expect(endSeconds).toBeLessThanOrEqual(seconds + 1e-9);
          last = startSeconds;
        }
      }),
      runs(2_000, 100_000),
    );
  });
});

describe("words that could only be estimated", () => {
  it("fill the narration, long ones longer, with a pause behind a sentence", () => {
    const words = estimateWords("So it begins. Unbelievably, it ends.", 6);
    expect(words.map(({ text }) => text)).toEqual(["So", "it", "begins.", "Unbelievably,", "it", "ends."]);
    const length = (at: number) => (words[at]?.endSeconds ?? 0) - (words[at]?.startSeconds ?? 0);
    expect(length(3)).toBeGreaterThan(length(1) * 3);
    expect((words[3]?.startSeconds ?? 0) - (words[2]?.endSeconds ?? 0)).toBeGreaterThan(0.5);
    expect(words[0]?.startSeconds).toBe(0);
    expect(words.at(-1)?.endSeconds).toBeLessThanOrEqual(6);
    expect(estimateWords("", 3)).toEqual([]);
  });
});
